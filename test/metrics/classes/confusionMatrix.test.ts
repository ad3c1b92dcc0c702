import { expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { confusionCounter } from '../../../src/metrics/classes/confusionMatrix';

const table = labelTable({ liver: 1, spleen: 2 });
const pair = (truth: number[], prediction: number[]) => ({
  truth: Uint8Array.from(truth),
  prediction: Uint8Array.from(prediction),
});

it('has a row for each class of the ground truth, a column for each predicted one, and no undrawn voxel', () => {
  const counter = confusionCounter(table);
  counter.add(pair([0, 0, 0, 1, 1, 2, 255], [0, 1, 255, 1, 2, 0, 1]), []);
  counter.add(pair([2, 2], [2, 2]), []);
  expect(counter.result()).toEqual({
    labels: ['background', 'liver', 'spleen'],
    voxels: [
      [2, 1, 0],
      [0, 1, 1],
      [1, 0, 2],
    ],
  });
});

it('leaves the background out where a label is not drawn, and the label', () => {
  const counter = confusionCounter(table);
  counter.add(pair([0, 0, 1, 1, 2], [0, 2, 1, 2, 2]), ['spleen']);
  expect(counter.result()!.voxels).toEqual([
    [0, 0, 0],
    [0, 1, 1],
    [0, 0, 0],
  ]);
});

it('is null for regions', () => {
  const counter = confusionCounter(labelTable({ liver: [1, 2], tumour: 2 }));
  counter.add(pair([3], [1]), []);
  expect(counter.result()).toBeNull();
});
