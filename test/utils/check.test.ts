import { describe, expect, it } from 'vitest';

import { requireKnown } from '../../src/utils/check';

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
