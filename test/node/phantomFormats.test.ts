import { beforeAll, expect, test } from 'vitest';

import { type CtDataSet, dataSetOf } from '../../src/data/dataSet';
import { phantomDataSet } from '../../src/data/phantomDataSet';
import { splitDataSet } from '../../src/data/split/splitDataSet';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { openDataSet } from '../../src/node/dataSets/openDataSet';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { phantomLayouts } from '../support/phantomLayouts';
import { phantomScans } from '../support/phantomScans';
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

test.each(['3D-IRCADb-01', 'SLIVER07', 'LiTS', 'MSD Task03'] as const)(
  'the phantom written as %s trains to the losses it has in memory',
  async (name) => {
    for (const [i, scan] of phantomScans(patients, { depth, size, seed }).entries())
      for (const [file, bytes] of Object.entries(await phantomLayouts[name](scan, i + 1)))
        await folder.put(file, bytes);
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
