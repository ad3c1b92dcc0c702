import { expect, it } from 'vitest';

import { confusionTable } from '../../src/report/confusionTable';

const matrix = {
  labels: ['background', 'liver', 'spleen'],
  voxels: [
    [90, 10, 0],
    [5, 15, 0],
    [0, 0, 0],
  ],
};

it('has a row for each class of the ground truth', () => {
  expect(confusionTable(matrix)).toEqual({
    head: ['ground truth ↓ prediction →', 'background', 'liver', 'spleen'],
    rows: [
      ['background', '90', '10', '0'],
      ['liver', '5', '15', '0'],
      ['spleen', '0', '0', '0'],
    ],
  });
});

it('in per cent, has rows that add up to 100, and none where a class is not in the ground truth', () => {
  const { head, rows } = confusionTable(matrix, { unit: 'percent' });
  expect(head[0]).toBe('ground truth ↓ prediction →, %');
  expect(rows).toEqual([
    ['background', '90.00', '10.00', '0.00'],
    ['liver', '25.00', '75.00', '0.00'],
    ['spleen', '–', '–', '–'],
  ]);
});

it('refuses another unit', () => {
  expect(() => confusionTable(matrix, { unit: 'ml' as 'voxels' })).toThrow(
    'confusionTable: `unit` must be one of voxels, percent; received "ml"',
  );
});
