import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from '../../src/models/deepLabV3Plus';
import { useBackend } from '../../src/node/backends/useBackend';
import golden from '../golden/deepLabV3Plus.json';
import { forEachBackend } from '../support/backends';
import { expectBuilder } from '../support/expectBuilder';
import { expectModel } from '../support/expectModel';
import { outputOf, partsOf, read } from '../support/layers';
import { expectGolden } from '../support/pseudoWeights';

const backbones = ['xception', 'mobilenetV2', 'resnet50'] as const;

/** All widths become 8. */
const widthMultiplier = 0.01;

forEachBackend((backend) => {
  expectGolden(backend, (shape, options) => buildDeepLabV3Plus(shape, options as DeepLabV3PlusOptions), golden.cases);

  // Emulated, WebGPU takes many minutes for the deep ones; their blocks are checked there, and they on the other backends.
  for (const backbone of backend === 'webgpu' ? (['mobilenetV2'] as const) : backbones)
    describe(backbone, () => {
      expectModel(backend, {
        build: (shape, seed) => buildDeepLabV3Plus(shape, { backbone, widthMultiplier, seed }),
        size: 32,
        larger: 48,
        gradientSize: 64,
        trainsOnWebgpu: true,
      });
    });
});

for (const backbone of backbones)
  expectBuilder('buildDeepLabV3Plus', {
    build: (shape, options) => buildDeepLabV3Plus(shape, { backbone, widthMultiplier, ...options }),
    multiple: 16,
    encoder: /^(stem|block)/,
    baseFilters: false,
  });

describe('buildDeepLabV3Plus', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  const small = (options: DeepLabV3PlusOptions) =>
    buildDeepLabV3Plus([null, null, 1], { backbone: 'mobilenetV2', widthMultiplier, seed: 1, ...options });
  const predict = async (options: DeepLabV3PlusOptions) => {
    const model = small(options);
    const y = await outputOf(model, tf.linspace(0, 1, 32 * 48).reshape([1, 32, 48, 1]));
    model.dispose();
    return y;
  };

  it.each<[string, DeepLabV3PlusOptions]>([
    ['output stride 8', { outputStride: 8 }],
    ['dense convolutions', { separable: false }],
    ['ResNet-50', { backbone: 'resnet50' }],
    ['Xception', { backbone: 'xception' }],
  ])('with %s still gives a mask, another one', async (_, options) => {
    const y = await predict(options);
    expect(y).toHaveLength(32 * 48);
    expect(y).not.toEqual(await predict({}));
  });

  it.each([
    [0.01, [8, 8, 8, 8]],
    [0.5, [16, 160, 24, 128]],
    [1, [32, 320, 48, 256]],
    [1.1, [40, 352, 56, 288]],
    [1.4, [48, 448, 72, 360]],
    [1e-12, [8, 8, 8, 8]],
  ])('with widthMultiplier %f has the widths %o of stem, last block, low-level map and decoder', (m, widths) => {
    const model = buildDeepLabV3Plus([64, 64, 1], { backbone: 'mobilenetV2', widthMultiplier: m });
    const width = (name: string) => (model.getLayer(name).output as tf.SymbolicTensor).shape[3];
    expect(['stem', 'block17', 'low', 'dec'].map(width)).toEqual(widths);
    model.dispose();
  });

  it.each([
    [16, [6, 12, 18], 4],
    [8, [12, 24, 36], 8],
  ] as const)(
    'at output stride %i has the atrous rates %o on maps of %i pixels from 64',
    (outputStride, rates, side) => {
      const model = buildDeepLabV3Plus([64, 64, 1], { backbone: 'mobilenetV2', outputStride, widthMultiplier });
      const aspp = model.getLayer('aspp');
      expect(aspp.getConfig().rates).toEqual(rates);
      expect((aspp.input as tf.SymbolicTensor).shape.slice(1, 3)).toEqual([side, side]);
      expect((model.getLayer('low').input as tf.SymbolicTensor).shape.slice(1, 3)).toEqual([16, 16]);
      model.dispose();
    },
  );

  it.each<[DeepLabV3PlusOptions['backbone'], boolean | null, boolean]>([
    ['xception', null, true],
    ['mobilenetV2', null, true],
    ['resnet50', null, false],
    ['resnet50', true, true],
    ['mobilenetV2', false, false],
  ])('with %s and separable %s has separable convolutions in ASPP and decoder: %s', (backbone, separable, expected) => {
    const model = small({ backbone, separable });
    expect(['aspp', 'dec'].map((name) => model.getLayer(name).getConfig().separable)).toEqual([expected, expected]);
    model.dispose();
  });

  it.each([
    ['xception', 1e-3],
    ['mobilenetV2', 1e-3],
    ['resnet50', 1e-5],
  ] as const)('has the ε of %s, %f, in its encoder and 1e-5 behind it', (backbone, epsilon) => {
    const model = small({ backbone });
    const epsilons = (names: RegExp) =>
      new Set(
        model.layers
          .filter(({ name }) => names.test(name))
          .flatMap(partsOf)
          .flatMap((part) => part.getConfig().epsilon ?? []),
      );
    expect(epsilons(/^(stem|block)/)).toEqual(new Set([epsilon]));
    expect(epsilons(/^(aspp|low|dec)$/)).toEqual(new Set([1e-5]));
    model.dispose();
  });

  it.each(backbones)('hands its momentum to every part, with %s', (backbone) => {
    const model = small({ backbone, momentum: 0.5 });
    const momenta = model.layers.flatMap(partsOf).flatMap((part) => part.getConfig().momentum ?? []);
    expect(new Set(momenta)).toEqual(new Set([0.5]));
    model.dispose();
  });

  it('gives every block a seed of its own', async () => {
    const model = small({});
    const kernels = model.weights.filter(({ originalName }) => /project\/conv\/kernel$/.test(originalName));
    const first = await Promise.all(kernels.map(async (weight) => (await read(weight.read().clone()))[0]));
    expect(new Set(first).size).toBe(kernels.length);
    model.dispose();
  });

  it.each<[object, string]>([
    [{ backbone: 'vgg' }, '`backbone` must be one of xception, mobilenetV2, resnet50; received "vgg"'],
    [{ outputStride: 32 }, '`outputStride` must be 8 or 16; received 32'],
    [{ widthMultiplier: 0 }, '`widthMultiplier` must be a number above 0; received 0'],
    [{ widthMultiplier: Number.NaN }, '`widthMultiplier` must be a number above 0; received NaN'],
  ])('refuses %o', (options, message) => {
    expect(() => small(options)).toThrow(new RangeError(`buildDeepLabV3Plus: ${message}`));
  });
});
