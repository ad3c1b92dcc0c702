import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { Dropout } from '../../src/layers/dropout';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { buildUnet, type UnetOptions } from '../../src/models/unet';
import { useBackend } from '../../src/node/backends/useBackend';
import golden from '../golden/unet.json';
import { forEachBackend } from '../support/backends';
import { expectBuilder } from '../support/expectBuilder';
import { expectModel } from '../support/expectModel';
import { randomTensor } from '../support/gradients';
import { namesOf, outputOf, partsOf, read, valuesOf } from '../support/layers';
import { expectGolden } from '../support/pseudoWeights';

forEachBackend((backend) => {
  expectModel(backend, {
    build: (shape, seed) => buildUnet(shape, { baseFilters: 2, dropout: 0.2, l2: 1e-3, seed }),
    size: 16,
    larger: 32,
  });
  expectGolden(backend, buildUnet, golden.cases);
});

expectBuilder('buildUnet', {
  build: (shape, options) => buildUnet(shape, { baseFilters: 2, ...options }),
  multiple: 16,
  encoder: /^enc/,
});

const small = (options: UnetOptions = {}) => buildUnet([16, 32, 1], { baseFilters: 2, seed: 1, ...options });

describe('buildUnet', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  it('has the weights, by name and seed, and the output of an all-plain MSA-UNet', async () => {
    const unet = buildUnet([32, 32, 1], { baseFilters: 3, seed: 7 });
    const plain = { encoder: 'plain', context: 'none', decoder: 'plain' } as const;
    const msaUnet = buildMsaUnet([32, 32, 1], { baseFilters: 3, seed: 7, ...plain });
    expect(namesOf(unet.weights)).toEqual(namesOf(msaUnet.weights));
    expect(await valuesOf(unet.weights)).toEqual(await valuesOf(msaUnet.weights));
    const picture = () => randomTensor([1, 32, 32, 1], 5);
    expect(await outputOf(unet, picture())).toEqual(await outputOf(msaUnet, picture()));
    unet.dispose();
    msaUnet.dispose();
  });

  it.each([1, 2, 3, 5])('of depth %i halves its maps so often', (depth) => {
    const model = buildUnet([null, null, 1], { baseFilters: 1, depth });
    const stages = model.layers.flatMap(({ name }) => (/^(enc|dec)/.test(name) ? name : []));
    expect(stages.filter((name) => name.startsWith('enc'))).toHaveLength(depth + 1);
    expect(stages.filter((name) => name.startsWith('dec'))).toHaveLength(depth);
    const x = tf.zeros([1, 2 ** depth, 3 * 2 ** depth, 1]);
    expect((model.predict(x) as tf.Tensor).shape).toEqual(x.shape);
    const odd = tf.zeros([1, 2 ** depth, 3 * 2 ** depth - 1, 1]);
    expect(() => model.predict(odd)).toThrow(`divisible by ${2 ** depth}; received`);
    tf.dispose([x, odd]);
    model.dispose();
  });

  it('of depth 8, the most, makes one pixel of 256×256', () => {
    const model = buildUnet([256, 256, 1], { baseFilters: 1, depth: 8 });
    expect(model.getLayer('enc9').outputShape).toEqual([null, 1, 1, 256]);
    model.dispose();
  });

  it('drops behind every 3×3 convolution, each with a seed of its own', () => {
    const model = small({ dropout: 0.5 });
    const drops = partsOf(model).filter((part) => part instanceof Dropout);
    expect(drops.map(({ rate }) => rate)).toEqual(new Array(18).fill(0.5));
    expect(new Set(drops.map(({ seed }) => seed)).size).toBe(18);
    model.dispose();
  });

  it('without dropout has no layer for it', () => {
    const model = small();
    expect(partsOf(model).filter((part) => part instanceof Dropout)).toEqual([]);
    model.dispose();
  });

  it.each([true, false])('penalises all 3×3 kernels and nothing else, batch norm %s', async (batchNorm) => {
    const model = small({ l2: 0.5, batchNorm });
    const kernels = model.weights.filter(({ shape }) => shape[0] === 3 && shape[1] === 3);
    expect(kernels).toHaveLength(18);
    const squares = (await valuesOf(kernels)).reduce((sum, value) => sum + value * value, 0);
    const [penalty] = await read(tf.tidy(() => tf.addN(model.calculateLosses())));
    expect(penalty! / (0.5 * squares)).toBeCloseTo(1, 5);
    model.dispose();
  });

  it.each(['convBias', 'momentum', 'batchNorm'] as const)('hands %s to every part', (option) => {
    const value = { convBias: false, momentum: 0.5, batchNorm: false }[option];
    const model = small({ [option]: value });
    const received = partsOf(model).flatMap((part) => part.getConfig()[option] ?? []);
    expect(new Set(received)).toEqual(new Set([value]));
    model.dispose();
  });

  it('without batch norm has no weight that is not trained', () => {
    const model = small({ batchNorm: false });
    expect(model.nonTrainableWeights).toEqual([]);
    model.dispose();
  });

  it.each<[object, string]>([
    [{ depth: 0 }, '`depth` must be an integer from 1 to 8; received 0'],
    [{ depth: 2.5 }, '`depth` must be an integer from 1 to 8; received 2.5'],
    [{ depth: 9 }, '`depth` must be an integer from 1 to 8; received 9'],
    [{ depth: 60 }, '`depth` must be an integer from 1 to 8; received 60'],
    [{ dropout: 1 }, '`dropout` must be from 0 to below 1; received 1'],
    [{ l2: -1 }, '`l2` must be a number of at least 0; received -1'],
  ])('refuses %j', (options, message) => {
    expect(() => small(options)).toThrow(new RangeError(`buildUnet: ${message}`));
  });
});
