import { expect } from 'vitest';

import { type CtDataSet, type CtScan, type CtSlice, dataSetOf } from '../../src/data/dataSet';
import { generatePhantom } from '../../src/data/phantom';
import type { Volume } from '../../src/data/volume';

/** One phantom patient, from the feet to the head. */
export interface PhantomScan {
  readonly depth: number;
  readonly size: number;
  /** Whole Hounsfield units of each slice. */
  readonly hu: readonly Int16Array[];
  readonly masks: readonly Uint8Array[];
}

/** Small phantoms to be written in some layout. */
export function phantomScans(patients: number, { depth = 4, size = 32, seed = 1 } = {}): PhantomScan[] {
  return generatePhantom({ patients, slicesPerPatient: depth, size, seed }).map(({ slices }) => ({
    depth,
    size,
    hu: slices.map(({ hu }) => Int16Array.from(hu)).reverse(),
    masks: slices.map(({ mask }) => mask).reverse(),
  }));
}

/** Image and labels of a phantom as volumes; slices 2 mm apart, pixels of 1.5 mm. */
export function phantomVolumes(
  { depth, size, hu, masks }: PhantomScan,
  { storedAs = 'LPS', label = 1 } = {},
): { image: Volume; labels: Volume } {
  const geometry = {
    shape: [depth, size, size],
    spacing: [2, 1.5, 1.5],
    affine: [
      [1.5, 0, 0, -20],
      [0, 1.5, 0, -30],
      [0, 0, 2, 100],
    ],
    storedAs,
    source: 'phantom',
  } as const;
  const joined = <T extends Int16Array | Uint8Array>(parts: readonly T[], all: T) => {
    parts.forEach((part, i) => {
      all.set(part, i * size * size);
    });
    return all;
  };
  const mask = joined(masks, new Uint8Array(depth * size * size)).map((inside) => inside * label);
  return {
    image: { ...geometry, kind: 'hu', data: joined(hu, new Int16Array(depth * size * size)) },
    labels: { ...geometry, kind: 'label', data: mask },
  };
}

/** All slices of a scan. */
export async function readSlices(scan: CtScan): Promise<CtSlice[]> {
  const slices: CtSlice[] = [];
  for (let index = 0; index < scan.depth; index++) slices.push(await scan.readSlice(index));
  return slices;
}

/** Expects a scan to hold the phantom, slice by slice. */
export async function expectPhantom(scan: CtScan, { depth, size, hu, masks }: PhantomScan): Promise<void> {
  expect(scan.depth).toBe(depth);
  for (const [index, slice] of (await readSlices(scan)).entries()) {
    expect(slice).toMatchObject({ patient: scan.patient, unit: 'hu', height: size, width: size });
    expect(Array.from(slice.values)).toEqual(Array.from(hu[index]!));
    expect(slice.mask).toEqual(masks[index]);
  }
}

/** Scans that are in no file, of names such as `a`; those of one patient are called `a#1`, `a#2`. */
export function memorySet(
  name: string,
  scans: readonly (readonly [string, PhantomScan])[],
  split: CtDataSet['split'] = null,
) {
  return dataSetOf({ name, split, scans: scans.map(([scan, phantom]) => memoryScan(scan, phantom)) });
}

function memoryScan(name: string, { depth, size, hu, masks }: PhantomScan): CtScan {
  const patient = name.split('#')[0]!;
  const readSlice = async (index: number): Promise<CtSlice> => ({
    patient,
    name: `${name}/${index}`,
    height: size,
    width: size,
    values: hu[index]!,
    unit: 'hu',
    mask: masks[index]!,
  });
  return { patient, name, depth, fingerprint: `print of ${name}`, spacing: null, readSlice };
}
