import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildCeNet, type CeNetOptions } from '../../src/models/ceNet';
import { useBackend } from '../../src/node/backends/useBackend';
import golden from '../golden/ceNet.json';
import { forEachBackend } from '../support/backends';
import { expectBuilder } from '../support/expectBuilder';
import { expectModel } from '../support/expectModel';
import { partsOf } from '../support/layers';
import { expectGolden } from '../support/pseudoWeights';

forEachBackend((backend) => {
  expectModel(backend, {
    build: (shape, seed) => buildCeNet(shape, { baseFilters: 8, seed }),
    size: 192,
    larger: 224,
    drops: false,
    large: true,
  });
  expectGolden(backend, buildCeNet, golden.cases);
});

expectBuilder('buildCeNet', {
  build: (shape, options) => buildCeNet(shape, { baseFilters: 8, ...options }),
  multiple: 32,
  atLeast: 192,
  encoder: /^(stem|enc)/,
});

const small = (options: CeNetOptions = {}) => buildCeNet([192, 256, 1], { baseFilters: 8, seed: 1, ...options });

describe('buildCeNet', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  it('has maps of the sizes of the figure', () => {
    const model = small();
    const shapes = [
      'stem',
      'pool',
      'enc1_3',
      'enc2_4',
      'enc3_6',
      'enc4_3',
      'dac',
      'rmp',
      'dec4',
      'dec3',
      'dec2',
      'dec1',
    ];
    expect(shapes.map((name) => [name, ...(model.getLayer(name).outputShape as number[]).slice(1)])).toEqual([
      ['stem', 96, 128, 8],
      ['pool', 48, 64, 8],
      ['enc1_3', 48, 64, 8],
      ['enc2_4', 24, 32, 16],
      ['enc3_6', 12, 16, 32],
      ['enc4_3', 6, 8, 64],
      ['dac', 6, 8, 64],
      ['rmp', 6, 8, 68],
      ['dec4', 12, 16, 32],
      ['dec3', 24, 32, 16],
      ['dec2', 48, 64, 8],
      ['dec1', 96, 128, 8],
    ]);
    model.dispose();
  });

  it('has the blocks of ResNet-34', () => {
    const model = small();
    const blocks = model.layers.flatMap(({ name }) => /^(enc\d)_/.exec(name)?.[1] ?? []);
    const count = (stage: string) => blocks.filter((name) => name === stage).length;
    expect(['enc1', 'enc2', 'enc3', 'enc4'].map(count)).toEqual([3, 4, 6, 3]);
    model.dispose();
  });

  it('adds its skip connections', () => {
    const model = small();
    const skips = ['sum4', 'sum3', 'sum2'].map((name) => {
      const inputs = model.getLayer(name).input as tf.SymbolicTensor[];
      return inputs.map(({ sourceLayer }) => sourceLayer.name);
    });
    expect(skips).toEqual([
      ['dec4', 'enc3_6'],
      ['dec3', 'enc2_4'],
      ['dec2', 'enc1_3'],
    ]);
    model.dispose();
  });

  it.each([
    ['momentum', 0.9, {}],
    ['momentum', 0.5, { momentum: 0.5 }],
    ['epsilon', 1e-5, {}],
  ])('normalises everywhere with %s %f', (option, value, options) => {
    const model = small(options);
    const received = partsOf(model).flatMap((part) => part.getConfig()[option] ?? []);
    expect(new Set(received)).toEqual(new Set([value]));
    model.dispose();
  });

  it('gives every kernel a seed of its own', () => {
    const model = small();
    const kernels = partsOf(model).filter((part) => /Conv/.test(part.getClassName()));
    const seeds = kernels.map((part) => part.getConfig().seed);
    expect(kernels.length).toBeGreaterThan(50);
    expect(new Set(seeds).size).toBe(seeds.length);
    model.dispose();
  });

  it('refuses widths that its decoder cannot quarter', () => {
    expect(() => small({ baseFilters: 12 })).toThrow(
      new RangeError('buildCeNet: `baseFilters` must be a multiple of 8; received 12'),
    );
  });
});
