import { expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { openDataSet } from '../../../src/node/dataSets/openDataSet';
import { expectPhantom, type PhantomScan, phantomScans, phantomVolumes } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const [phantom] = phantomScans(1, { depth: 3 }) as [PhantomScan];

/** Writes a pair whose liver has a label, beside a spleen of label 1 in the first voxel. */
async function putPair(image: string, labels: string, label = 6): Promise<void> {
  const volumes = phantomVolumes(phantom, { label });
  if (label !== 1) volumes.labels.data[0] = 1;
  await folder.put(image, await encodeNifti(volumes.image));
  await folder.put(labels, await encodeNifti(volumes.labels));
}

const names = (labels: unknown) => folder.put('set/dataset.json', JSON.stringify({ labels }));

test.each([
  ['nnU-Net', { background: 0, spleen: 1, liver: 6 }],
  ['regions of nnU-Net', { background: 0, spleen: 1, Liver: [6] }],
  ['nnU-Net 1 and the Decathlon', { 0: 'background', 1: 'spleen', 6: 'liver' }],
])('the raw data of nnU-Net open with the liver found by name, as %s writes it', async (_, labels) => {
  await putPair('set/imagesTr/case_7_0000.nii.gz', 'set/labelsTr/case_7.nii.gz');
  await folder.put('set/imagesTs/case_8_0000.nii.gz', 'x');
  await names(labels);
  const { name, patients, notes } = await openDataSet(folder.path);
  expect([name, patients.map(({ id }) => id)]).toEqual(['nnU-Net raw', ['case_7_0000']]);
  expect(notes[0]).toMatch(/^set\/dataset\.json calls liver \(6\) liver; 1 other label is background$/i);
  await expectPhantom(patients[0]!.scans[0]!, phantom);
});

test('only the first channel is read, with a note', async () => {
  await putPair('set/imagesTr/case_7_0000.nii.gz', 'set/labelsTr/case_7.nii.gz', 1);
  await folder.put('set/imagesTr/case_7_0001.nii.gz', 'x');
  const { patients, notes } = await openDataSet(folder.path);
  expect(notes).toContain('images have several channels, of which only the first (0000) is read');
  await expectPhantom(patients[0]!.scans[0]!, phantom);
});

test('other data sets with imagesTr have their liver found by name too', async () => {
  await putPair('set/imagesTr/amos_0001.nii.gz', 'set/labelsTr/amos_0001.nii.gz');
  await names({ 0: 'background', 1: 'spleen', 6: 'liver' });
  const { patients, notes } = await openDataSet(folder.path);
  expect(notes).toContain('label 6 counts as liver');
  await expectPhantom(patients[0]!.scans[0]!, phantom);
});

test('where all other labels are tumours, all are liver', async () => {
  await putPair('set/imagesTr/liver_1.nii.gz', 'set/labelsTr/liver_1.nii.gz', 1);
  await names({ 0: 'background', 1: 'liver', 2: 'cancer' });
  expect((await openDataSet(folder.path)).notes).toEqual(['all labels above 0 are liver']);
});

test('liverLabels come before the names', async () => {
  await putPair('set/imagesTr/case_7_0000.nii.gz', 'set/labelsTr/case_7.nii.gz');
  await folder.put('set/dataset.json', '{');
  const { patients } = await openDataSet(folder.path, { liverLabels: [6] });
  await expectPhantom(patients[0]!.scans[0]!, phantom);
});

test.each([
  ['{', /^set\/dataset\.json: not JSON \(.*\)\. Pass `liverLabels: \[1\]`$/],
  ['[]', /^set\/dataset\.json: it lists no labels\. Pass `liverLabels: \[1\]`$/],
  [
    '{"labels":{"background":0,"spleen":1,"kidney":2}}',
    /^set\/dataset\.json: none of its labels is called liver: spleen \(1\), kidney \(2\)\. Pass `liverLabels: \[1\]`$/,
  ],
])('a dataset.json of %s is refused', async (json, message) => {
  await putPair('set/imagesTr/case_7_0000.nii.gz', 'set/labelsTr/case_7.nii.gz');
  await folder.put('set/dataset.json', json);
  const error: unknown = await openDataSet(folder.path).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(CtFileError);
  expect((error as CtFileError).message).toMatch(message);
});

test.each([
  ['{"labels":{"background":0,"liver":1,"spleen":2,"ignore":3}}', 3, [1]],
  ['{"labels":{"background":0,"liver":1,"tumour":2,"ignore":9}}', 9, [1, 2]],
])('voxels that %s ignores are not trained on unawares', async (json, ignored, livers) => {
  await putPair('set/imagesTr/case_7_0000.nii.gz', 'set/labelsTr/case_7.nii.gz');
  await folder.put('set/dataset.json', json);
  await expect(openDataSet(folder.path)).rejects.toThrow(
    new CtFileError(
      'set/dataset.json',
      `the label ignore (${ignored}) marks voxels without annotation, which are neither liver nor background. Pass \`labels: 'all'\` to train all labels of the file and leave these voxels out or \`liverLabels: [${livers.join(', ')}]\` to count them as background`,
    ),
  );
  await expect(openDataSet(folder.path, { liverLabels: livers })).resolves.toMatchObject({ name: 'nnU-Net raw' });
});

test('a dataset.json too long for a list of labels is refused before it is read', async () => {
  await putPair('set/imagesTr/case_7_0000.nii.gz', 'set/labelsTr/case_7.nii.gz');
  await folder.put('set/dataset.json', new Uint8Array(2 ** 24 + 1));
  await expect(openDataSet(folder.path)).rejects.toThrow('16777217 bytes are too many for a list of labels');
});

test('the layout of TotalSegmentator opens by itself', async () => {
  await putPair('data/s0011/ct.nii.gz', 'data/s0011/segmentations/liver.nii.gz', 1);
  await folder.put('data/s0011/segmentations/spleen.nii.gz', 'x');
  const { name, patients } = await openDataSet(folder.path);
  expect([name, patients.map(({ id }) => id)]).toEqual(['TotalSegmentator', ['s0011']]);
  await expectPhantom(patients[0]!.scans[0]!, phantom);
});
