import { expect, it } from 'vitest';

import { readVolume } from '../../src/data/readVolume';
import { phantomVolume, scanFiles } from '../support/scanFiles';

const scan = phantomVolume(3, 40);
const formats = Object.entries(await scanFiles(scan));

it.each(formats)('a scan written as %s is read back voxel by voxel', async (_, files) => {
  const { data, shape } = await readVolume(files);
  expect({ data, shape }).toEqual({ data: scan.data, shape: scan.shape });
});

it.each(formats.filter(([format]) => !format.startsWith('PNG')))('%s keeps where the voxels lie', async (_, files) => {
  const { spacing, affine, storedAs, kind } = await readVolume(files);
  expect({ spacing, affine, storedAs, kind }).toEqual({
    spacing: [5, 0.75, 0.75],
    affine: scan.affine,
    storedAs: 'LPS',
    kind: 'hu',
  });
});
