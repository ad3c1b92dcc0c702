import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildUnetPlusPlus, type UnetPlusPlusOptions } from '../../src/models/unetPlusPlus';
import { useBackend } from '../../src/node/backends/useBackend';
import golden from '../golden/unetPlusPlus.json';
import { forEachBackend } from '../support/backends';
import { expectBuilder } from '../support/expectBuilder';
import { expectModel } from '../support/expectModel';
import { partsOf, predictionsOf, valuesOf } from '../support/layers';
import { expectGolden } from '../support/pseudoWeights';
import { expectSameWhenLoaded } from '../support/saved';

forEachBackend((backend) => {
  expectModel(backend, {
    build: (shape, seed) => buildUnetPlusPlus(shape, { baseFilters: 1, dropout: 0.2, l2: 1e-3, seed }),
    size: 16,
    larger: 32,
  });
  expectGolden(backend, buildUnetPlusPlus, golden.cases);
});

expectBuilder('buildUnetPlusPlus', {
  build: (shape, options) => buildUnetPlusPlus(shape, { baseFilters: 2, ...options }),
  multiple: 16,
  encoder: /^x\d0$/,
});

const small = (options: UnetPlusPlusOptions = {}) =>
  buildUnetPlusPlus([16, 32, 1], { baseFilters: 2, seed: 1, ...options });

describe('buildUnetPlusPlus', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  it('joins what comes up with all nodes of its row before, in their order', () => {
    const model = small();
    const joined = model.layers.filter(({ name }) => name.startsWith('join'));
    const inputs = joined.map(({ name, input }) => [name, (input as tf.SymbolicTensor[]).map(origin).join(' ')]);
    expect(Object.fromEntries(inputs)).toEqual({
      join01: 'up01 x00',
      join11: 'up11 x10',
      join02: 'up02 x00 x01',
      join21: 'up21 x20',
      join12: 'up12 x10 x11',
      join03: 'up03 x00 x01 x02',
      join31: 'up31 x30',
      join22: 'up22 x20 x21',
      join13: 'up13 x10 x11 x12',
      join04: 'up04 x00 x01 x02 x03',
    });
    model.dispose();
  });

  it('brings up, for every node, the one below and before it', () => {
    const model = small();
    const ups = model.layers.filter(({ name }) => name.startsWith('up'));
    for (const { name, input } of ups) {
      const [i, j] = [Number(name[2]), Number(name[3])];
      expect(origin(input as tf.SymbolicTensor), name).toBe(`x${i + 1}${j - 1}`);
    }
    expect(ups).toHaveLength(10);
    model.dispose();
  });

  it('with deep supervision has a head on every full-resolution node', () => {
    const model = small({ deepSupervision: true });
    expect(model.outputs.map((output) => [output.sourceLayer.name, origin(output.sourceLayer.input)])).toEqual([
      ['head1', 'x01'],
      ['head2', 'x02'],
      ['head3', 'x03'],
      ['head4', 'x04'],
    ]);
    expect(model.outputs.map(({ shape }) => shape)).toEqual(new Array(4).fill([null, 16, 32, 1]));
    model.dispose();
  });

  it.each([1, 2, 3] as const)('of depth %i has one output, of its last head, and takes smaller images', (depth) => {
    const model = buildUnetPlusPlus([null, null, 1], { baseFilters: 1, depth });
    expect(model.outputs.map(({ sourceLayer }) => sourceLayer.name)).toEqual([`head${depth}`]);
    const x = tf.zeros([1, 2 ** depth, 3 * 2 ** depth, 1]);
    expect((model.predict(x) as tf.Tensor).shape).toEqual(x.shape);
    x.dispose();
    model.dispose();
  });

  it('starts all that it shares with a network of four heads from the same weights', async () => {
    const [one, four] = [small(), small({ deepSupervision: true })];
    const shared = four.weights.filter(({ originalName }) => !/^head[123]/.test(originalName));
    const byName = (weights: tf.LayerVariable[]) =>
      valuesOf([...weights].sort((a, b) => (a.originalName < b.originalName ? -1 : 1)));
    expect(await byName(shared)).toEqual(await byName(one.weights));
    one.dispose();
    four.dispose();
  });

  it('with four heads predicts the same after a fresh process has loaded it', async () => {
    const model = small({ deepSupervision: true });
    await expectSameWhenLoaded(model);
    expect(await predictionsOf(model)).toHaveLength(4 * 16 * 32);
    model.dispose();
  });

  it('leaves nothing behind of heads that it does not have', () => {
    const before = tf.memory().numTensors;
    small().dispose();
    small({ deepSupervision: true }).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['convBias', 'momentum', 'batchNorm', 'dropout', 'l2'] as const)('hands %s to every stage', (option) => {
    const value = { convBias: false, momentum: 0.5, batchNorm: false, dropout: 0.25, l2: 0.5 }[option];
    const model = small({ [option]: value });
    const stages = partsOf(model).filter(({ name }) => /^x\d\d$/.test(name));
    expect(stages.map((stage) => stage.getConfig()[option])).toEqual(new Array(15).fill(value));
    model.dispose();
  });

  it.each<[object, string]>([
    [{ depth: 5 }, '`depth` must be 1, 2, 3 or 4; received 5'],
    [{ dropout: 1 }, '`dropout` must be from 0 to below 1; received 1'],
    [{ l2: -1 }, '`l2` must be a number of at least 0; received -1'],
  ])('refuses %j', (options, message) => {
    expect(() => small(options)).toThrow(new RangeError(`buildUnetPlusPlus: ${message}`));
  });
});

/** The layer that a node comes from. */
const origin = (input: tf.SymbolicTensor | tf.SymbolicTensor[]): string => [input].flat()[0]!.sourceLayer.name;
