import { describe, expect, it, vi } from 'vitest';

import { ctFile } from '../../src/data/ctFile';
import type { CtScan, CtSlice } from '../../src/data/dataSet';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { phantomDataSet } from '../../src/data/phantomDataSet';
import { readVolume } from '../../src/data/readVolume';
import { scanVolume } from '../../src/data/scanVolume';
import { readSlices } from '../support/phantomScans';
import { noiseScan } from '../support/scans';

const phantom = phantomDataSet({ patients: 1, slicesPerPatient: 3, size: 16 }).patients[0]!.scans[0]!;

/** The scan with other values. */
const withValues = (scan: CtScan, change: (slice: CtSlice) => Partial<CtSlice>): CtScan => ({
  ...scan,
  readSlice: async (index) => {
    const slice = await scan.readSlice(index);
    return { ...slice, ...change(slice) };
  },
});

describe('scanVolume', () => {
  it('holds all slices from the feet to the head, and their masks', async () => {
    const slices = await readSlices(phantom);
    const { image, labels } = await scanVolume(phantom);
    const { data, ...header } = image;
    expect(header).toEqual({
      shape: [3, 16, 16],
      spacing: [60, 22.5, 22.5],
      affine: [
        [22.5, 0, 0, 0],
        [0, 22.5, 0, 0],
        [0, 0, 60, 0],
      ],
      kind: 'hu',
      storedAs: 'LPS',
      source: 'phantom-000',
    });
    expect(data).toEqual(Int16Array.from(slices.flatMap(({ values }) => [...values])));
    expect(labels).toEqual({
      ...header,
      kind: 'label',
      data: Uint8Array.from(slices.flatMap(({ mask }) => [...mask])),
    });
  });

  it('lies where the scan lies, unless its spacing is overridden', async () => {
    const affine = [
      [22.5, 0, 0, -100],
      [0, 22.5, 0, 50],
      [0, 0, 60, 900],
    ] as const;
    const { image, labels } = await scanVolume({ ...phantom, affine });
    expect(image.affine).toEqual(affine);
    expect(labels.affine).toEqual(affine);
    const { image: other } = await scanVolume({ ...phantom, affine, spacing: [5, 1, 1] });
    expect(other).toMatchObject({ spacing: [5, 1, 1] });
    expect(other.affine.map((row) => row[3])).toEqual([0, 0, 0]);
  });

  it('says that slices are unevenly spaced', async () => {
    const { image, labels } = await scanVolume({ ...phantom, isUneven: true });
    expect([image.isUneven, labels.isUneven]).toEqual([true, true]);
  });

  it('is written and read back as it is', async () => {
    const { image, labels } = await scanVolume(phantom);
    expect(await readVolume([ctFile('phantom-000', await encodeNifti(image))])).toEqual(image);
    expect(await readVolume([ctFile('phantom-000', await encodeNifti(labels))])).toEqual(labels);
  });

  it('keeps fractions in float32 and grey levels in uint8', async () => {
    const half = withValues(phantom, ({ values }) => ({ values: Float32Array.from(values, (hu) => hu + 0.5) }));
    expect((await scanVolume(half)).image.data).toBeInstanceOf(Float32Array);
    const huge = withValues(phantom, ({ values }) => ({ values: Float32Array.from(values, (hu) => hu + 40_000) }));
    expect((await scanVolume(huge)).image.data).toBeInstanceOf(Float32Array);
    expect((await scanVolume(noiseScan({ unit: 'grey' }), { onNote: null })).image.data).toBeInstanceOf(Uint8Array);
  });

  it('takes voxels for 1 mm where the spacing is not known, and says so', async () => {
    const notes: string[] = [];
    const { image } = await scanVolume(noiseScan(), { onNote: (note) => notes.push(note) });
    expect(image.spacing).toEqual([1, 1, 1]);
    expect(notes).toEqual(['scan-1: the spacing is not known; voxels of 1 mm are assumed']);
  });

  it('prints its note if nobody takes it, and is silent if onNote is null', async () => {
    const print = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await scanVolume(noiseScan(), { onNote: null });
    await scanVolume(phantom);
    expect(print).not.toHaveBeenCalled();
    await scanVolume(noiseScan());
    expect(print.mock.calls).toEqual([['scan-1: the spacing is not known; voxels of 1 mm are assumed']]);
    print.mockRestore();
  });

  it('refuses slices of several sizes', async () => {
    let width = 8;
    const uneven = withValues(noiseScan(), () => ({ width: width++ }));
    await expect(scanVolume(uneven)).rejects.toThrow(
      new RangeError(
        'scanVolume: slices of a volume must have the same size; received scan-1/0 is 8×8, scan-1/1 is 8×9',
      ),
    );
  });
});
