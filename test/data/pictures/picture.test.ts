import { decode } from 'fast-png';
import { expect, it } from 'vitest';

import { encodePng } from '../../../src/data/pictures/picture';

it('encodePng keeps every pixel', () => {
  const data = Uint8Array.from({ length: 18 }, (_, i) => i * 15);
  expect(decode(encodePng({ height: 2, width: 3, data }))).toMatchObject({ height: 2, width: 3, channels: 3, data });
});

it('encodePng refuses data of another length', () => {
  expect(() => encodePng({ height: 2, width: 3, data: new Uint8Array(6) })).toThrow(
    new RangeError('encodePng: `data` must be 3 · height · width = 18 long; received 6'),
  );
});
