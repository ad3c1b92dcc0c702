import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../src/data/ctFile';
import { CtFileError } from '../../../src/data/ctFileError';
import { encodeMetaImage } from '../../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { openNifti } from '../../../src/data/formats/nifti/readNifti';
import { encodeNrrd } from '../../../src/data/formats/nrrd/encodeNrrd';
import { readVolume } from '../../../src/data/readVolume';
import { onGrid } from '../../../src/data/segments/onGrid';
import type { Affine, Volume } from '../../../src/data/volume';
import { smallGrid as grid } from '../../support/smallGrid';

/** A mask of 1 × 2 × 2 labels, its first voxel at an index (x, y, z) of the grid. */
function maskAt(x: number, y: number, z: number, shape: Volume['shape'] = [1, 2, 2]): Volume {
  const affine: Affine = [
    [1, 0, 0, -10 + x],
    [0, 2, 0, 20 + 2 * y],
    [0, 0, 5, 30 + 5 * z],
  ];
  const data = Uint8Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => (i < 4 ? i + 1 : 0));
  return { ...grid, data, shape, affine, kind: 'label', storedAs: 'RAS', source: 'mask' };
}

const opened = async (mask: Volume) => openNifti([ctFile('mask.nii.gz', await encodeNifti(mask))]);

describe('the grid of a scan', () => {
  const files: [string, (mask: Volume) => Promise<{ name: string; bytes: Uint8Array }[]>][] = [
    ['NIfTI', async (mask) => [{ name: 'm.nii.gz', bytes: await encodeNifti(mask) }]],
    ['MetaImage', async (mask) => [...(await encodeMetaImage(mask, 'm.mha'))]],
    ['NRRD', async (mask) => [...(await encodeNrrd(mask, 'm.nrrd'))]],
    ['a segmentation', async (mask) => [...(await encodeNrrd(mask, 'm.seg.nrrd'))]],
  ];

  it.each(files)('is filled by a smaller mask in %s', async (_, encode) => {
    const parts = (await encode(maskAt(2, 1, 2))).map(({ name, bytes }) => ctFile(name, bytes));
    const volume = await readVolume(parts, { kind: 'label', grid });
    const expected = new Uint8Array(60);
    for (const [at, label] of [
      [47, 1],
      [48, 2],
      [52, 3],
      [53, 4],
    ] as const)
      expected[at] = label;
    expect(volume.data).toEqual(expected);
    expect(volume).toMatchObject({ shape: grid.shape, affine: grid.affine, spacing: grid.spacing, storedAs: 'LPS' });
  });

  it('leaves a mask of the same place as it is, its own axes too', async () => {
    const mask = await opened(maskAt(0, 0, 0, [3, 4, 5]));
    expect(onGrid(mask, grid)).toBe(mask);
    expect(mask.header.storedAs).toBe('RAS');
  });

  it('means nothing without a scan, and nothing to a scan', async () => {
    const mask = await opened(maskAt(2, 1, 2));
    expect(onGrid(mask, null)).toBe(mask);
    const scan = await opened({ ...maskAt(2, 1, 2), kind: 'hu' });
    expect(onGrid(scan, grid)).toBe(scan);
  });

  it('refuses a mask of its shape elsewhere, even by whole voxels', async () => {
    const mask = await opened(maskAt(0, 0, 1, [3, 4, 5]));
    expect(() => onGrid(mask, grid)).toThrow(
      new CtFileError(
        'mask.nii.gz',
        "the labels lie up to 5.0 mm away from where their image ct lies. Resample the mask onto its scan by nearest neighbour, or if they fit it voxel by voxel all the same, open the pair with `geometry: 'stored'`",
      ),
    );
  });

  it.each([
    ['beyond its end', maskAt(4, 0, 0)],
    ['before its start', maskAt(0, -1, 0)],
    ['larger than it', maskAt(0, 0, 0, [4, 4, 5])],
  ])('refuses a mask %s before its voxels are read', async (_, volume) => {
    const mask = await opened(volume);
    const shape = volume.shape.join('×');
    expect(() => onGrid(mask, grid)).toThrow(
      new CtFileError(
        'mask.nii.gz',
        `the labels have ${shape} voxels, but their image ct has 3×4×5. Resample the mask onto its scan by nearest neighbour`,
      ),
    );
  });

  it('lets a segmentation be larger than it if all its labels lie inside', async () => {
    const [file] = await encodeNrrd(maskAt(0, 0, 0, [4, 4, 5]), 'm.seg.nrrd');
    const volume = await readVolume([ctFile('m.seg.nrrd', file!.bytes)], { grid });
    expect([...volume.data.subarray(0, 5)]).toEqual([1, 2, 3, 4, 0]);
    expect(volume.shape).toEqual(grid.shape);
  });
});
