import { join } from 'node:path';

import { expect, test } from 'vitest';

import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { type ExperimentSource, experimentData } from '../../../src/node/experiment/experimentData';
import { tablePresets } from '../../../src/node/experiment/presets';
import { phantomScans, phantomVolumes } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();

test('the hash of the data changes with the liver labels and the patterns, and only with them', async () => {
  for (const [i, phantom] of phantomScans(3).entries()) {
    const { image, labels } = phantomVolumes(phantom);
    await folder.put(`volume-${i}.nii`, await encodeNifti(image));
    await folder.put(`segmentation-${i}.nii`, await encodeNifti(labels));
  }
  const hashOf = async (options: Partial<ExperimentSource>) => {
    const source = { folders: [folder.path], cache: join(folder.path, '.cache'), ...options };
    return (await experimentData(source, tablePresets['cpu-minutes'], () => {})).facts.hash;
  };
  const plain = await hashOf({});
  expect(await hashOf({ image: null, mask: null, liverLabels: null })).toBe(plain);
  const others = [
    { liverLabels: [1] },
    { liverLabels: [1, 2] },
    { image: 'volume-*', mask: 'segmentation-*' },
    { image: 'volume-*', mask: 'segmentation-*', liverLabels: [1] },
  ];
  const hashes = [plain];
  for (const options of others) hashes.push(await hashOf(options));
  expect(new Set(hashes).size).toBe(hashes.length);
});
