import { expect, test } from 'vitest';

import { samplesOf } from '../../src/data/sample';
import { inBatches, indicesOf, readBatch } from '../../src/training/batches';

test('the last batch holds what is left', () => {
  expect(inBatches(indicesOf({ length: 5 }), 2)).toEqual([[0, 1], [2, 3], [4]]);
});

test('a batch holds images and masks in the order of the indices', async () => {
  const sample = (level: number) => ({
    patient: 'p',
    name: String(level),
    height: 1,
    width: 2,
    image: Float32Array.of(level, 0),
    mask: Uint8Array.of(0, 1),
  });
  const { x, y, samples } = await readBatch(samplesOf([sample(0.25), sample(0.5), sample(0.75)]), [2, 0]);
  expect(x.shape).toEqual([2, 1, 2, 1]);
  expect([...x.dataSync()]).toEqual([0.75, 0, 0.25, 0]);
  expect([...y.dataSync()]).toEqual([0, 1, 0, 1]);
  expect(samples.map(({ name }) => name)).toEqual(['0.75', '0.25']);
  x.dispose();
  y.dispose();
});
