import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { type OpenNiftiPairsOptions, openNiftiPairs } from '../../../src/node/dataSets/openNiftiPairs';
import { phantomScans, phantomVolumes } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const volumes = phantomVolumes(phantomScans(1)[0]!);
const bothPatterns = 'Pass both `image` and `mask`, and let * stand for the same text in both';

async function putPair(image: string, labels: string): Promise<void> {
  await folder.put(image, gunzipSync(await encodeNifti(volumes.image)));
  await folder.put(labels, gunzipSync(await encodeNifti(volumes.labels)));
}

const rejects = (error: Error, options: OpenNiftiPairsOptions = {}) =>
  expect(openNiftiPairs(folder.path, options)).rejects.toThrow(error);

test('a folder without volumes', () =>
  rejects(
    new RangeError(
      `openNiftiPairs: \`image\` is missing, and the usual 'volume-*' fits no file in ${folder.path}; it holds no other volume, that is, no .nii, .nii.gz, .mha, .mhd, .nrrd, .seg.nrrd, .nhdr or .dcm file. ${bothPatterns}`,
    ),
  ));

test('a mask pattern that fits no file, with the files that it might fit', async () => {
  for (const n of [1, 2, 3]) await putPair(`ct/${n}.nii`, `seg/${n}_liver.nii`);
  await rejects(
    new RangeError(
      `openNiftiPairs: \`mask\` 'masks/*_liver' fits no file in ${folder.path}; it has seg/1_liver.nii, seg/2_liver.nii and 1 more. ${bothPatterns}`,
    ),
    { image: 'ct/*', mask: 'masks/*_liver' },
  );
});

test('a pattern beside DICOM, with the folders of slices and single files', async () => {
  for (const n of [1, 2]) {
    for (const z of ['a', 'b.dcm']) await folder.put(`p${n}/CT/${z}`, 'x');
    await folder.put(`p${n}/liver.dcm`, 'x');
  }
  await folder.put('readme.txt', 'x');
  await rejects(
    new RangeError(
      `openNiftiPairs: \`image\` '*/DICOM' fits no file in ${folder.path}; it has p1/CT, p1/liver.dcm and 2 more. ${bothPatterns}`,
    ),
    { image: '*/DICOM', mask: '*/nolivr' },
  );
});

test('a pattern of the scans without one of the masks, where the usual one fits no file', async () => {
  await putPair('ct/1.nii', 'seg/1_liver.nii');
  await rejects(
    new RangeError(
      `openNiftiPairs: \`mask\` is missing, and the usual 'segmentation-*' fits no file in ${folder.path}; it has seg/1_liver.nii. ${bothPatterns}`,
    ),
    { image: 'ct/*' },
  );
});

test('patterns whose stars never stand for the same text', async () => {
  await putPair('ct/001.nii', 'seg/liver_001.nii');
  await rejects(
    new RangeError(
      `openNiftiPairs: no scan of \`image\` 'ct/*' has a mask of \`mask\` 'seg/*': * stands for '001' in the one, and for 'liver_001' in the other. ${bothPatterns}`,
    ),
    { image: 'ct/*', mask: 'seg/*' },
  );
});
