import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';

import type { SliceRef } from '../../src/data/dataSet';
import type { Samples } from '../../src/data/sample';
import { splitDataSet } from '../../src/data/split/splitDataSet';
import { takeEvenly } from '../../src/data/takeEvenly';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { openSlices } from '../../src/node/dataSets/openSlices';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import { trainSegmentation } from '../../src/training/trainSegmentation';

const folder = join(process.env.MSA_UNET_TEST_DATA ?? '', 'data/liver-slices');
const missing = process.env.MSA_UNET_TEST_DATA
  ? !existsSync(folder) && `there is no ${folder}`
  : 'MSA_UNET_TEST_DATA is not set';
if (missing) console.log(`Tests on real slices are skipped: ${missing}`);

/** Slices to learn from and to choose the best epoch by, at 32×32. */
async function openParts() {
  const { parts } = await splitDataSet(await openSlices(folder));
  const prepare = (refs: readonly SliceRef[]) => prepareSlices(refs, { size: [32, 32], clahe: null });
  return { train: prepare(parts.train), val: prepare(parts.val) };
}

const read = (samples: Samples) => Promise.all(Array.from({ length: samples.length }, (_, i) => samples.read(i)));

describe.skipIf(missing)('real slices', () => {
  test('of one patient are in one part', async () => {
    const { parts } = await splitDataSet(await openSlices(folder));
    const patients = [parts.train, parts.val, parts.test].map((refs) => new Set(refs.map(({ scan }) => scan.patient)));
    const all = patients.flatMap((names) => [...names]);
    expect(new Set(all).size).toBe(all.length);
    expect(Math.min(...patients.map((names) => names.size))).toBeGreaterThan(0);
  });

  test('show the liver at the left, grey levels from 0 to 1', async () => {
    const { train } = await openParts();
    let [left, right] = [0, 0];
    for (const { image, mask } of await read(takeEvenly(train, 50))) {
      expect(Math.min(...image)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...image)).toBeLessThanOrEqual(1);
      mask.forEach((liver, i) => {
        if (i % 32 < 16) left += liver;
        else right += liver;
      });
    }
    expect(left).toBeGreaterThan(2 * right);
  });

  test('teach MSA-UNet something', async () => {
    await useBackend('wasm', { log: null });
    const { train, val } = await openParts();
    const model = buildMsaUnet([32, 32, 1], { baseFilters: 2, asppWidth: 8, momentum: 0.9, seed: 1 });
    const { epochs } = await trainSegmentation(model, {
      train: takeEvenly(train, 24),
      val: takeEvenly(val, 6),
      epochs: 3,
      batchSize: 4,
      learningRate: 3e-3,
    });
    expect(epochs[2]!.loss).toBeLessThan(epochs[0]!.loss);
    model.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });
});
