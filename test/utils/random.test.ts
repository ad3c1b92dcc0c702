import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, test } from 'vitest';

import { generatePhantom } from '../../src/data/phantom';
import { splitPatients } from '../../src/data/split/split';
import { Conv2D } from '../../src/layers/conv2d';
import { DropBlock } from '../../src/layers/dropBlock';
import { Dropout } from '../../src/layers/dropout';
import { bootstrapMean } from '../../src/metrics/bootstrapMean';
import { buildUnet } from '../../src/models/unet';
import { useBackend } from '../../src/node/backends/useBackend';
import { Augmentation } from '../../src/preprocess/augmentation';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { deriveSeed, Random } from '../../src/utils/random';
import { brightSamples, trainableModel } from '../support/trainableModel';

const draws = (seed: number) => {
  const random = new Random(seed);
  return [random.uint32(), random.uint32()];
};

/** Seeds that differ from one another in one bit of their 53, or in the sign. */
const neighbours = [0, 1, ...Array.from({ length: 52 }, (_, i) => 1 + 2 ** (i + 1)), -1, -2, -1 - 2 ** 32];

describe('seeds of 32 bits', () => {
  it.each<[number, string, number]>([
    [0, 'split', 507084624],
    [1, 'order', 218344004],
    [3, 'patient 7', 1295032106],
    [123456789, '', 1462467350],
    [2 ** 31, 'kernel', 7056305],
    [2 ** 32 - 1, 'augmentation', 877996941],
  ])('%d gives "%s" the seed that it always gave', (seed, label, derived) => {
    expect(deriveSeed(seed, label)).toBe(derived);
  });

  it('draw what they always drew', () => {
    expect(draws(7)).toEqual([61902258, 2139903374]);
  });
});

describe('every bit of a seed, and its sign, counts', () => {
  it('for the numbers that are drawn', () => {
    expect(neighbours.every(Number.isSafeInteger)).toBe(true);
    expect(new Set(neighbours.map((seed) => draws(seed).join())).size).toBe(neighbours.length);
  });

  it.each(['', 'split', 'order', 'patient 7'])('for the seed of "%s"', (label) => {
    const derived = neighbours.map((seed) => deriveSeed(seed, label));
    expect(new Set(derived).size).toBe(neighbours.length);
    for (const seed of derived) expect([seed >= 1, seed < 2 ** 31, Number.isInteger(seed)]).toEqual([true, true, true]);
  });

  it('at the ends of the range', () => {
    const ends = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, Number.MIN_SAFE_INTEGER, -0, 1];
    expect(new Set(ends.map((seed) => deriveSeed(seed, 'split'))).size).toBe(ends.length);
  });
});

/** What a seed decides, by what decides it. */
const decided: Record<string, (seed: number) => unknown> = {
  'the split': (seed) => splitPatients([...'abcdefghijklmnopqrst'], { seed }),
  'the phantom': (seed) => generatePhantom({ patients: 1, slicesPerPatient: 1, size: 16, seed })[0]!.slices[0]!.hu,
  'the augmentation': (seed) =>
    tf.tidy(() => {
      const x = tf.range(0, 256).reshape<tf.Tensor4D>([1, 16, 16, 1]);
      return new Augmentation({}, seed).augment({ x, y: x }).x.dataSync();
    }),
  'the interval of a mean': (seed) => bootstrapMean(powers(50), { seed }),
  'the kernel of a layer': (seed) => {
    const layer = new Conv2D({ filters: 1, kernelSize: 3, seed });
    layer.build([null, 4, 4, 1]);
    return layer.getWeights()[0]!.dataSync();
  },
  'the kernels of a network': (seed) => {
    const model = buildUnet([16, 16, 1], { baseFilters: 1, seed });
    return model.getWeights()[0]!.dataSync();
  },
  'what DropBlock drops': (seed) => dropped(new DropBlock({ seed, blockSize: 1, keepProb: 0.5 })),
  'what Dropout drops': (seed) => dropped(new Dropout({ seed, rate: 0.5 })),
  'the order of training': async (seed) => {
    const samples = brightSamples(8, 1);
    const options = { train: samples, val: brightSamples(1, 2), epochs: 1, batchSize: 2 };
    return (await trainSegmentation(trainableModel(), { ...options, seed })).epochs[0]!.loss;
  },
};

const powers = (n: number) => Array.from({ length: n }, (_, i) => (i + 1) ** 1.5);

const dropped = (layer: tf.layers.Layer) =>
  tf.tidy(() => (layer.apply(tf.ones([1, 8, 8, 2]), { training: true }) as tf.Tensor).dataSync());

test.each(Object.entries(decided))(
  'the whole seed, beyond 32 bits and with its sign, decides %s',
  async (_, decide) => {
    await useBackend('cpu', { log: null });
    const [first, again, ...others] = await Promise.all([1, 1, 1 + 2 ** 32, 1 + 2 ** 52, -1].map(decide));
    expect(again).toEqual(first);
    for (const other of others) expect(other).not.toEqual(first);
  },
);

test('seeds that a number cannot hold exactly are refused', () => {
  const seed = 2 ** 53;
  const message = (owner: string, expected: string) =>
    new RangeError(`${owner}: \`seed\` must be ${expected}, between -2^53 and 2^53; received 9007199254740992`);
  expect(() => splitPatients(['a', 'b', 'c'], { seed })).toThrow(message('splitPatients', 'an integer'));
  expect(() => new Augmentation({}, seed)).toThrow(message('Augmentation', 'an integer'));
  expect(() => new DropBlock({ seed })).toThrow(message('DropBlock', 'an integer or null'));
});
