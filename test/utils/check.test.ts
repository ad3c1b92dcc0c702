import { describe, expect, it } from 'vitest';

import { requireKnown, requireList, requireSides } from '../../src/utils/check';

interface Options {
  height?: number;
  width?: number;
}

describe('requireKnown', () => {
  it('lets known options pass, and those that are undefined', () => {
    expect(() => requireKnown<Options>('f', { height: 1, depth: undefined }, { height: 0, width: 0 })).not.toThrow();
  });

  it('refuses an unknown one', () => {
    expect(() => requireKnown<Options>('f', { heigth: 1 }, { height: 0, width: 0 })).toThrow(
      new RangeError('f: unknown option `heigth`. Did you mean `height`?'),
    );
  });

  it('takes no name from the prototype of objects', () => {
    expect(() => requireKnown<Options>('f', { toString: 1 }, { height: 0, width: 0 })).toThrow(
      'unknown option `toString`',
    );
  });
});

describe('requireList', () => {
  it('counts the values that the layout names', () => {
    expect(() => requireList('f', 'spacing', '[z, y, x] in mm', [3, 1, 1])).not.toThrow();
    expect(() => requireList('f', 'spacing', '[z, y, x] in mm', 2.5)).toThrow(
      new RangeError('f: `spacing` must be [z, y, x] in mm; received 2.5'),
    );
    expect(() => requireList('f', 'spacing', '[z, y, x] in mm', [1, 1])).toThrow(
      new RangeError('f: `spacing` must be [z, y, x] in mm; received [1,1]'),
    );
  });
});

describe('requireSides', () => {
  it('says how to pass equal sides', () => {
    expect(() => requireSides('f', 'size', [64, 32])).not.toThrow();
    expect(() => requireSides('f', 'size', 64)).toThrow(
      new RangeError('f: `size` must be [height, width]; received 64. Pass `size: [64, 64]`'),
    );
    expect(() => requireSides('f', 'size', '64')).toThrow(
      new RangeError('f: `size` must be [height, width]; received "64"'),
    );
  });
});
