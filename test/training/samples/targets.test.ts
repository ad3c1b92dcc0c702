import { describe, expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { targetsOf } from '../../../src/training/samples/targets';

const sample = (mask: number[], undrawn?: string[]) => ({
  ...{ patient: 'p', name: 's', height: 1, width: mask.length, image: new Float32Array(mask.length) },
  mask: Uint8Array.from(mask),
  ...(undrawn ? { undrawn } : {}),
});

const organs = labelTable({ liver: 1, spleen: 2 });
const lits = labelTable({ liver: [1, 2], tumour: 2 });

describe('targetsOf', () => {
  it('is the mask itself without a table', () => {
    expect([...targetsOf([sample([0, 1]), sample([1, 1])], null)]).toEqual([0, 1, 1, 1]);
  });

  it('is one channel for a single label', () => {
    expect([...targetsOf([sample([0, 1])], labelTable({ tumour: 2 }))]).toEqual([0, 1]);
  });

  it('is one-hot for exclusive classes, the background first', () => {
    expect([...targetsOf([sample([0, 2]), sample([1, 0])], organs)]).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0]);
  });

  it('is a channel for each region', () => {
    expect([...targetsOf([sample([0, 1, 3])], lits)]).toEqual([0, 0, 1, 0, 1, 1]);
  });

  it('is −1 in every channel of a pixel that nobody has drawn', () => {
    expect([...targetsOf([sample([255, 1])], labelTable({ liver: 1, spleen: 2 }, { ignore: 9 }))]).toEqual([
      -1, -1, -1, 0, 1, 0,
    ]);
    expect([...targetsOf([sample([255])], lits)]).toEqual([-1, -1]);
  });

  it('is −1 for a class that nobody has drawn in the sample, and for its background', () => {
    expect([...targetsOf([sample([0, 1], ['spleen'])], organs)]).toEqual([-1, 0, -1, 0, 1, -1]);
  });

  it('is −1 for a region that nobody has drawn in the sample', () => {
    expect([...targetsOf([sample([0, 1], ['tumour'])], lits)]).toEqual([0, -1, 1, -1]);
  });
});
