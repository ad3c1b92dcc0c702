import { expect, test } from 'vitest';

import { ctFile } from '../../../src/data/ctFile';
import { findVolume } from '../../../src/data/formats/findVolume';
import { dataFileFinder } from '../../../src/data/stored/dataFileFinder';
import { ctFiles } from '../../../src/node/ctFiles';
import { zipOfMany } from '../../support/hostile/hostileArchives';
import { times } from '../../support/hostile/modelJson';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();

test('150,000 files in three zips are listed', async () => {
  for (const zip of ['a', 'b', 'c']) await folder.put(`${zip}.zip`, zipOfMany(times(50_000, (i) => `${i}`)));
  expect(await ctFiles(folder.path)).toHaveLength(150_000);
});

test('150,000 volumes side by side are an error that counts them', async () => {
  const bytes = new TextEncoder().encode('NRRD0004\n');
  const files = times(150_000, (i) => ctFile(`${i}.nrrd`, bytes));
  await expect(findVolume(files)).rejects.toThrow('0.nrrd: 150000 volumes lie side by side: ');
});

test('65,536 data files of one header are found by their names', () => {
  const files = times(65_536, (i) => ctFile(`a/z${i}.raw`, new Uint8Array()));
  const find = dataFileFinder('a/scan.mhd', files);
  expect(files.every((file, i) => find(`z${i}.raw`) === file)).toBe(true);
});
