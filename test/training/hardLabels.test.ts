import { beforeAll, describe, expect, test } from 'vitest';

import { type CtDataSet, dataSetOf } from '../../src/data/dataSet';
import { type LabelTable, labelTable } from '../../src/data/labels/labelTable';
import { outputFor } from '../../src/data/labels/outputFor';
import { mixDataSets } from '../../src/data/mixDataSets';
import type { Samples } from '../../src/data/sample';
import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { focalLoss } from '../../src/losses/focalLoss';
import { focalTverskyLoss } from '../../src/losses/focalTverskyLoss';
import { generalisedDiceLoss } from '../../src/losses/generalisedDiceLoss';
import { tverskyLoss } from '../../src/losses/tverskyLoss';
import { buildUnet } from '../../src/models/unet';
import { useBackend } from '../../src/node/backends/useBackend';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { weightsOf } from '../support/trainableModel';

const losses = { bceDiceLoss, tverskyLoss, focalTverskyLoss, focalLoss, generalisedDiceLoss };
const tables = {
  'overlapping regions': labelTable({ liver: [1, 2], tumour: 2 }, { ignore: 9 }),
  'exclusive classes': labelTable({ liver: 1, tumour: 2 }, { ignore: 9 }),
};
type TableName = keyof typeof tables;

/** A data set of slices of 16×16 pixels; the codes of a mask repeat. */
function setOf(name: string, labels: LabelTable, masks: readonly (readonly number[])[]): CtDataSet {
  const readSlice = async (index: number) => ({
    ...{ patient: name, name: `slice ${index}`, height: 16, width: 16, unit: 'hu' as const },
    values: Int16Array.from({ length: 256 }, (_, i) => 20 * ((i * 7 + index) % 16) - 150),
    mask: Uint8Array.from({ length: 256 }, (_, i) => masks[index]![i % masks[index]!.length]!),
  });
  const scan = { patient: name, name, depth: masks.length, fingerprint: name, spacing: null, labels, readSlice };
  return dataSetOf({ name, scans: [scan] });
}

/** Slices of which one data set has liver and tumour, and the other has never drawn tumours. */
function mixOf(table: TableName, both: readonly number[][], liver: readonly number[][]): Samples {
  const mix = mixDataSets(setOf('both', tables[table], both), setOf('liver', labelTable({ liver: 1 }), liver));
  const scans = mix.patients.flatMap((patient) => patient.scans);
  const slices = scans.flatMap((scan) => Array.from({ length: scan.depth }, (_, index) => ({ scan, index })));
  return prepareSlices(slices, { clahe: null });
}

/** All that masks can lack: a tumour, a liver, both, some pixels, all pixels. */
const hard = (table: TableName): Samples => {
  const tumour = table === 'overlapping regions' ? 3 : 2;
  const both = [[0, 1, tumour], [0, 1, 255, tumour, 0], [0, 1], [0], [255], [255, 0]];
  return mixOf(table, both, [[0, 1], [0], [255], [1], [255, 1]]);
};

/** Slices of which nobody has drawn anything, after one that lets the training begin. */
const undrawn = (table: TableName): Samples =>
  mixOf(table, [[0, 1], [255], [255], [255]], [[255], [255], [255], [255]]);

interface Case {
  readonly table: TableName;
  readonly loss: keyof typeof losses;
  readonly batchSize: number;
}

async function expectFinite(samples: Samples, { table, loss, batchSize }: Case): Promise<void> {
  const { labels } = samples;
  const model = buildUnet([16, 16, 1], { baseFilters: 2, depth: 2, seed: 1, ...outputFor(labels!) });
  const before = weightsOf(model);
  let steps = 0;
  const { epochs } = await trainSegmentation(model, {
    ...{ train: samples, val: samples, epochs: 2, batchSize, learningRate: 0.02, seed: 2 },
    loss: losses[loss]({ regions: tables[table].regions, partialLabels: true }),
    onProgress: () => void steps++,
  });
  expect(steps).toBe(2 * Math.ceil(samples.length / batchSize));
  expect(epochs.flatMap(({ loss: mean, valLoss }) => [mean, valLoss])).toSatisfy(allFinite); // means over all batches
  const after = weightsOf(model);
  expect(after).toSatisfy(allFinite);
  expect(after).not.toEqual(before);
  model.dispose();
}

const allFinite = (values: readonly number[]) => values.length > 0 && values.every(Number.isFinite);

const cases = (Object.keys(tables) as TableName[]).flatMap((table) =>
  (Object.keys(losses) as (keyof typeof losses)[]).flatMap((loss) =>
    [1, 4].map((batchSize): Case => ({ table, loss, batchSize })),
  ),
);

describe.each(['wasm', 'cpu'] as const)('on %s, losses and weights stay finite', (backend) => {
  beforeAll(() => useBackend(backend, { log: null }));

  test.each(cases)('with $loss on $table that lack labels and pixels, batch size $batchSize', (one) =>
    expectFinite(hard(one.table), one),
  );

  test.each(cases)('with $loss on $table of which almost nothing is drawn, batch size $batchSize', (one) =>
    expectFinite(undrawn(one.table), one),
  );
});
