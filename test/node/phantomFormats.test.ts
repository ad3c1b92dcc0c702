import { beforeAll, expect, test } from 'vitest';

import { type CtDataSet, dataSetOf } from '../../src/data/dataSet';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { phantomDataSet } from '../../src/data/phantomDataSet';
import { splitDataSet } from '../../src/data/split/splitDataSet';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { openDataSet } from '../../src/node/dataSets/openDataSet';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { ircadbFiles } from '../support/ircadbFiles';
import { type PhantomScan, phantomScans, phantomVolumes } from '../support/phantomScans';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const size = 32;
const [patients, depth, seed] = [5, 4, 3];

beforeAll(() => useBackend('wasm', { log: null }));

/** The losses of a short training with everything that has a seed. */
async function lossesOf(dataSet: CtDataSet): Promise<number[]> {
  const { parts } = await splitDataSet(dataSet, { seed });
  const model = buildMsaUnet([size, size, 1], { baseFilters: 2, seed });
  const { epochs } = await trainSegmentation(model, {
    train: prepareSlices(parts.train),
    val: prepareSlices(parts.val),
    epochs: 2,
    batchSize: 3,
    augmentation: {},
    seed,
  });
  model.dispose();
  return epochs.flatMap(({ loss, valLoss }) => [loss, valLoss]);
}

const layouts: Record<string, (scan: PhantomScan, n: number) => Promise<Record<string, Uint8Array>>> = {
  '3D-IRCADb-01': async (scan, n) =>
    Object.fromEntries(Object.entries(ircadbFiles(scan)).map(([file, bytes]) => [`3Dircadb1.${n}/${file}`, bytes])),
  SLIVER07: async ({ hu, masks, ...rest }, n) => {
    const { image, labels } = phantomVolumes({ ...rest, hu: hu.toReversed(), masks: masks.toReversed() });
    const files = [
      ...(await encodeMetaImage(image, `liver-orig00${n}.mhd`, { compressed: false })),
      ...(await encodeMetaImage(labels, `liver-seg00${n}.mhd`)),
    ];
    return Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));
  },
  LiTS: async (scan, n) => {
    const { image, labels } = phantomVolumes(scan, { storedAs: 'RAS', label: 2 });
    return {
      [`volume-${n}.nii.gz`]: await encodeNifti(image),
      [`segmentation-${n}.nii.gz`]: await encodeNifti(labels),
    };
  },
};

test.each(Object.entries(layouts))(
  'the phantom written as %s trains to the losses it has in memory',
  async (name, files) => {
    for (const [i, scan] of phantomScans(patients, { depth, size, seed }).entries())
      for (const [file, bytes] of Object.entries(await files(scan, i + 1))) await folder.put(file, bytes);
    const dataSet = await openDataSet(folder.path);
    expect(dataSet.name).toBe(name);
    const inMemory = phantomDataSet({ patients, slicesPerPatient: depth, size, seed });
    expect(await lossesOf(dataSet)).toEqual(await lossesOf(inMemory));
  },
);

test('one slice that differs changes the losses', async () => {
  const dataSet = phantomDataSet({ patients, slicesPerPatient: depth, size, seed });
  const scans = dataSet.patients.flatMap((patient) => patient.scans);
  const changed = dataSetOf({
    name: 'phantom',
    scans: scans.map((scan) => ({ ...scan, readSlice: (index) => scan.readSlice(Math.max(index, 1)) })),
  });
  expect(await lossesOf(changed)).not.toEqual(await lossesOf(dataSet));
});
