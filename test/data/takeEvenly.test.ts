import { expect, test } from 'vitest';

import type { Samples } from '../../src/data/sample';
import { takeEvenly } from '../../src/data/takeEvenly';

const numbered = (length: number): Samples => ({
  length,
  read: (index) => ({
    patient: 'p',
    name: String(index),
    height: 0,
    width: 0,
    image: new Float32Array(),
    mask: new Uint8Array(),
  }),
});
const namesOf = async (samples: Samples) =>
  Promise.all(Array.from({ length: samples.length }, async (_, i) => (await samples.read(i)).name));

test('takes samples at equal distances', async () => {
  expect(await namesOf(takeEvenly(numbered(12), 3))).toEqual(['2', '6', '10']);
});

test('leaves fewer samples as they are', async () => {
  expect(await namesOf(takeEvenly(numbered(2), 5))).toEqual(['0', '1']);
});

test('a count of 0 is refused', () => {
  expect(() => takeEvenly(numbered(2), 0)).toThrow(
    new RangeError('takeEvenly: `count` must be a positive integer; received 0'),
  );
});
