import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { memoryCache } from '../../../src/data/memoryCache';
import type { Samples } from '../../../src/data/sample';
import type { SliceCache } from '../../../src/data/sliceCache';
import { diskCache } from '../../../src/node/diskCache';
import { predictSamples } from '../../../src/training/predictSamples';
import { prepareSlices } from '../../../src/training/samples/prepareSlices';
import { trainSegmentation } from '../../../src/training/trainSegmentation';
import { nextTurn } from '../../../src/utils/nextTurn';
import { Random } from '../../../src/utils/random';
import { Alive } from '../../support/alive';
import { type NoiseScanOptions, noiseScan, slicesOf } from '../../support/scans';
import { trainableModel, weightsOf } from '../../support/trainableModel';

beforeAll(() => tf.setBackend('cpu'));

const folder = await mkdtemp(join(tmpdir(), 'msa-unet-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface RunOptions extends Pick<NoiseScanOptions, 'onRead'> {
  cache?: SliceCache | null;
  prefetch?: number;
  seed?: number;
  augmentation?: object | null;
}

/** Trains on 10 slices, validates on 3, and tells the losses and the weights. */
async function run({ cache = null, onRead, prefetch, seed = 5, augmentation = {} }: RunOptions) {
  const part = (depth: number, from: number) =>
    prepareSlices(slicesOf(noiseScan({ depth, seed: from, onRead })), { size: [6, 6], cache });
  const model = trainableModel();
  const { epochs } = await trainSegmentation(model, {
    train: part(10, 1),
    val: part(3, 2),
    ...{ epochs: 3, batchSize: 3, learningRate: 0.03, seed, augmentation, prefetch },
  });
  return [...epochs.flatMap(({ loss, valLoss }) => [loss, valLoss]), ...weightsOf(model)];
}

describe('the same seed gives the same losses and weights', () => {
  const slowly = (seed: number) => {
    const random = new Random(seed);
    return async () => {
      for (let turn = random.integer(5); turn > 0; turn--) await nextTurn();
    };
  };

  test.each<[string, RunOptions]>([
    ['with a cache in memory', { cache: memoryCache() }],
    ['with a cache in memory that is too small', { cache: memoryCache({ maxBytes: 700 }) }],
    ['with a cache on disk', { cache: diskCache(folder) }],
    ['with a cache on disk from a run before', { cache: diskCache(folder) }],
    ['without reading ahead', { prefetch: 0 }],
    ['reading far ahead', { prefetch: 20 }],
    ['however long slices take', { onRead: slowly(1) }],
    ['however long slices take, reading far ahead', { onRead: slowly(2), prefetch: 20 }],
  ])('%s', async (_, options) => {
    expect(await run(options)).toEqual(await run({}));
  });

  test('and another seed others', async () => {
    expect(await run({ seed: 6 })).not.toEqual(await run({}));
  });
});

describe('augmentation', () => {
  test('changes what is learned', async () => {
    expect(await run({})).not.toEqual(await run({ augmentation: null }));
  });

  test('of nothing changes nothing', async () => {
    const nothing = { crop: 0, horizontalFlip: false, verticalFlip: false, translate: 0 };
    expect(await run({ augmentation: nothing })).toEqual(await run({ augmentation: null }));
  });

  test('leaves validation alone', async () => {
    const still = async (augmentation: object | null) => {
      const samples = prepareSlices(slicesOf(noiseScan({ depth: 4 })));
      const options = { train: samples, val: samples, epochs: 1, learningRate: 1e-12, augmentation };
      const [{ loss, valLoss } = { loss: 0, valLoss: 0 }] = (await trainSegmentation(frozen(), options)).epochs;
      return { loss, valLoss };
    };
    const frozen = () => {
      const model = trainableModel();
      model.getLayer('bn').trainable = false;
      return model;
    };
    const [plain, augmented] = [await still(null), await still({})];
    expect(augmented.valLoss).toBeCloseTo(plain.valLoss, 5);
    expect(Math.abs(augmented.loss - plain.loss)).toBeGreaterThan(1e-3);
  });

  test('leaves no tensor behind', async () => {
    await run({});
    const before = tf.memory().numTensors;
    const model = trainableModel();
    const samples = prepareSlices(slicesOf(noiseScan({ depth: 4 })));
    const own = tf.memory().numTensors - before;
    await trainSegmentation(model, { train: samples, val: samples, epochs: 2, batchSize: 2, augmentation: {} });
    expect(tf.memory().numTensors).toBe(before + own);
  });
});

describe('the signal', () => {
  test('stops the first look at the samples', async () => {
    const controller = new AbortController();
    let read = 0;
    const onRead = () => {
      if (++read === 5) controller.abort();
    };
    const samples = prepareSlices(slicesOf(noiseScan({ depth: 100, onRead })));
    const options = { train: samples, val: samples, batchSize: 2, signal: controller.signal };
    expect(await trainSegmentation(trainableModel(), options)).toEqual({
      epochs: [],
      bestEpoch: null,
      ended: 'aborted',
    });
    expect(read).toBeLessThan(15);
  });
});

describe('memory', () => {
  /** What is held at most while a function goes through 30 slices, looked at every 8 reads and whenever it calls `look`. */
  async function mostHeld(go: (samples: Samples, look: () => void) => Promise<unknown>, maxBytes?: number) {
    const alive = new Alive('decoded', 'prepared');
    const cache = maxBytes === undefined ? null : memoryCache({ maxBytes });
    let [reads, cached] = [0, 0];
    const onRead: NoiseScanOptions['onRead'] = async ({ values }) => {
      alive.show('decoded', values);
      cached = Math.max(cached, cache?.bytes ?? 0);
      if (++reads % 8) return;
      await nextTurn();
      alive.count('decoded', 'prepared');
    };
    const inner = prepareSlices(slicesOf(noiseScan({ depth: 30, onRead })), { cache });
    const read = async (index: number) => {
      const sample = await inner.read(index);
      alive.show('prepared', sample.image);
      return sample;
    };
    await go({ length: 30, read }, () => alive.count('prepared'));
    return { ...alive.most, cached, reads };
  }

  const train = (prefetch: number) => (samples: Samples, look: () => void) =>
    trainSegmentation(trainableModel(), {
      ...{ train: samples, val: samples, epochs: 1, batchSize: 3, prefetch },
      onProgress: look,
    });
  const slice = 200; // bytes of a packed one of 8×8 pixels, more or less

  test('holds the batch in use, the one before and those ahead, and one decoded slice', async () => {
    const { decoded, prepared, reads } = await mostHeld(train(1));
    expect(reads).toBe(120);
    expect(decoded).toBe(1);
    expect(prepared).toBeGreaterThanOrEqual(3);
    expect(prepared).toBeLessThanOrEqual(9);
  });

  test('holds more when it is told to read further ahead, so that the count is seen to work', async () => {
    const { prepared } = await mostHeld(train(4));
    expect(prepared).toBeGreaterThan(9);
    expect(prepared).toBeLessThanOrEqual(18);
  });

  test('of a cache stays within its bound when the set does not fit', async () => {
    const { decoded, prepared, cached, reads } = await mostHeld(train(1), 10 * slice);
    expect(reads).toBeGreaterThan(60);
    expect(reads).toBeLessThan(120);
    expect(cached).toBeGreaterThan(8 * slice);
    expect(cached).toBeLessThanOrEqual(10 * slice);
    expect(decoded).toBe(1);
    expect(prepared).toBeLessThanOrEqual(9);
  });

  test('of predictions does not grow with the set', async () => {
    const { prepared } = await mostHeld(async (samples) => {
      for await (const _ of predictSamples(trainableModel(), samples, { batchSize: 2 }));
    });
    expect(prepared).toBeLessThanOrEqual(6);
  });
});
