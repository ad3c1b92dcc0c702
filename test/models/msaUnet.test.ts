import { beforeAll, describe, expect, it } from 'vitest';

import { buildMsaUnet, type MsaUnetOptions, type MsaUnetStage } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import golden from '../golden/msaUnet.json';
import { forEachBackend } from '../support/backends';
import { expectBuilder } from '../support/expectBuilder';
import { expectModel } from '../support/expectModel';
import { randomTensor } from '../support/gradients';
import { outputOf, partsOf, read } from '../support/layers';
import { expectGolden } from '../support/pseudoWeights';

forEachBackend((backend) => {
  expectModel(backend, {
    build: (shape, seed) => buildMsaUnet(shape, { baseFilters: 1, asppWidth: 2, seed }),
    size: 32,
    larger: 48,
    trainsOnWebgpu: true,
  });
  expectGolden(backend, (shape, options) => buildMsaUnet(shape, options as MsaUnetOptions), golden.cases);
});

expectBuilder('buildMsaUnet', {
  build: (shape, options) => buildMsaUnet(shape, { baseFilters: 1, ...options }),
  multiple: 16,
  atLeast: 32,
  encoder: /^enc/,
});

const small = (options: MsaUnetOptions = {}) => buildMsaUnet([32, 32, 1], { baseFilters: 1, seed: 1, ...options });
const picture = () => randomTensor([1, 32, 32, 1], 5);

/** What a small model gives for a random picture. */
async function predict(options: MsaUnetOptions): Promise<number[]> {
  const model = small(options);
  const y = await outputOf(model, picture());
  model.dispose();
  return y;
}

describe('buildMsaUnet', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  it.each<[string, MsaUnetOptions]>([
    ['a plain encoder', { encoder: 'plain' }],
    ['no context', { context: 'none' }],
    ['a plain decoder', { decoder: 'plain' }],
    ['none of them', { encoder: 'plain', context: 'none', decoder: 'plain' }],
    ['the asymmetric grid', { grid: 'asymmetric' }],
    ['narrow branches', { asppWidth: 4 }],
  ])('with %s still gives a mask, another one', async (_, options) => {
    const y = await predict(options);
    expect(y).toHaveLength(32 * 32);
    expect(y).not.toEqual(await predict({}));
  });

  it('hands grid, convBias and momentum to every part', () => {
    const options = { grid: 'asymmetric', convBias: false, momentum: 0.5 } as const;
    const model = small(options);
    const configs = partsOf(model).map((part) => part.getConfig());
    for (const [key, value] of Object.entries(options)) {
      const received = configs.flatMap((config) => (key in config ? config[key] : []));
      expect(new Set(received)).toEqual(new Set([value]));
    }
    model.dispose();
  });

  it('has no bias where a normalisation follows, with convBias false', () => {
    const model = small({ convBias: false });
    expect(model.weights.filter(({ originalName }) => originalName.endsWith('conv/bias'))).toEqual([]);
    model.dispose();
  });

  it('gives every stage a seed of its own', async () => {
    const model = small();
    const kernels = model.weights.filter(({ originalName }) => /single\/conv\/kernel$/.test(originalName));
    const first = await Promise.all(kernels.map(async (weight) => (await read(weight.read().clone()))[0]));
    expect(new Set(first).size).toBe(kernels.length);
    model.dispose();
  });
});

describe('DropBlock', () => {
  const usual = { blockSize: 7, keepProb: 0.9, perChannel: true, rampSteps: 0 };
  const settings = (dropBlock: MsaUnetOptions['dropBlock']) => {
    const model = small({ dropBlock });
    const stages = Object.fromEntries(
      model.layers.flatMap((layer) =>
        /^(enc|dec)/.test(layer.name) ? [[layer.name, layer.getConfig().dropBlock]] : [],
      ),
    );
    model.dispose();
    return stages as Record<MsaUnetStage, unknown>;
  };
  const everywhere = (value: unknown) =>
    Object.fromEntries(['enc1', 'enc2', 'enc3', 'enc4', 'enc5', 'dec4', 'dec3', 'dec2', 'dec1'].map((s) => [s, value]));

  it('is in every stage by default', () => {
    expect(settings(undefined)).toEqual(everywhere(usual));
  });

  it('is as told in every stage', () => {
    expect(settings({ blockSize: 3, rampSteps: 50 })).toEqual(everywhere({ ...usual, blockSize: 3, rampSteps: 50 }));
  });

  it('is nowhere with null', () => {
    expect(settings(null)).toEqual(everywhere(null));
  });

  it('is by stage as told, and as usual in stages left out', () => {
    expect(settings({ enc5: { keepProb: 0.5 }, dec1: null })).toEqual({
      ...everywhere(usual),
      enc5: { ...usual, keepProb: 0.5 },
      dec1: null,
    });
  });
});

describe('buildMsaUnet refuses', () => {
  it.each<[object, string]>([
    [{ encoder: 'vgg' }, '`encoder` must be one of msrb, plain; received "vgg"'],
    [{ context: 'ppm' }, '`context` must be one of aaspp, none; received "ppm"'],
    [{ decoder: 'fpn' }, '`decoder` must be one of rasm, plain; received "fpn"'],
    [{ grid: 'cubic' }, '`grid` must be one of halfPixel, asymmetric; received "cubic"'],
    [{ asppWidth: 0 }, '`asppWidth` must be a positive integer; received 0'],
    [{ dropBlock: { keepProb: 0 } }, '`keepProb` must be above 0 and at most 1; received 0'],
    [{ dropBlock: { dec1: { blockSize: 0 } } }, '`blockSize` must be a positive integer; received 0'],
    [{ dropBlock: { size: 3 } }, 'unknown option `size`. Did you mean `blockSize`?'],
    [{ dropBlock: { enc1: {}, enc6: {} } }, 'unknown option `enc6`. Did you mean `enc1`?'],
  ])('%o', (options, message) => {
    expect(() => buildMsaUnet([32, 32, 1], { baseFilters: 1, ...options })).toThrow(
      new RangeError(`buildMsaUnet: ${message}`),
    );
  });
});
