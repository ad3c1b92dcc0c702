import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { tensorBytes } from '../../bench/tensorBytes';
import { workOf } from '../../bench/work';
import { samplesOf } from '../../src/data/sample';
import { buildModel, type ModelName, type ModelOptions } from '../../src/models/buildModel';
import { buildMsaUnet, type MsaUnetOptions } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { leastStepBytes, requireMemory } from '../../src/training/requireMemory';
import { trainSegmentation } from '../../src/training/trainSegmentation';

beforeAll(() => useBackend('wasm', { log: null }));

const slice = (size: number) => ({
  patient: 'p',
  name: 's',
  height: size,
  width: size,
  image: new Float32Array(size ** 2),
  mask: new Uint8Array(size ** 2).fill(1),
});
const slices = (size: number) => samplesOf([slice(size)]);

/** Whether a step of that many images is let through. */
async function passes(batch: number, size: number, options: MsaUnetOptions): Promise<boolean> {
  const model = buildMsaUnet([null, null, 1], { seed: 1, ...options });
  const verdict = requireMemory(model, { train: slices(size), pieceSize: batch, patch: null });
  return verdict
    .then(
      () => true,
      () => false,
    )
    .finally(() => model.dispose());
}

describe('a training step on WASM', () => {
  it("is refused before it begins if it cannot fit: the paper's", async () => {
    const model = buildMsaUnet([512, 512, 1], { seed: 1 });
    const train = slices(512);
    await expect(trainSegmentation(model, { train, val: train })).rejects.toThrow(
      new RangeError(
        'trainSegmentation: a step of msaUnet on 6 images of 512×512 at a time holds at least 6.6 GiB, and WebAssembly has 4. ' +
          'Use tfjs-node or WebGPU, or pass `batchSize: 3`, or raise `accumulate`, or use smaller images or a narrower network, or pass `recompute: true` to the builder of the model',
      ),
    );
    model.dispose();
  });

  it.each<[string, number, number, MsaUnetOptions]>([
    ['base 8 on six images of 256×256', 6, 256, { baseFilters: 8 }],
    ["the paper's network on one image", 1, 512, {}],
    ["the paper's network on six images with recompute", 6, 512, { recompute: true }],
  ])('is let through where it fits: %s', async (_, batch, size, options) => {
    expect(await passes(batch, size, options)).toBe(true);
  });

  it('is refused on six images, and let through on fewer at a time with accumulate', async () => {
    expect(await passes(6, 512, {})).toBe(false);
    expect(await passes(2, 512, {})).toBe(true);
  });

  it('is not looked at on other backends', async () => {
    await tf.setBackend('cpu');
    expect(await passes(6, 512, {})).toBe(true);
    await tf.setBackend('wasm');
  });
});

describe('what a step holds at least', () => {
  const nets: [ModelName, ModelOptions[ModelName], number][] = [
    ['msaUnet', { baseFilters: 4 }, 64],
    ['msaUnet', { baseFilters: 4, recompute: true }, 64],
    ['unet', { baseFilters: 4 }, 64],
    ['unetPublished', { baseFilters: 4 }, 64],
    ['unetPlusPlus', { baseFilters: 4 }, 64],
    ['unetPlusPlusPublished', { baseFilters: 4, deepSupervision: false }, 64],
    ['ceNet', { baseFilters: 8 }, 192],
    ['deepLabV3PlusMobile', { widthMultiplier: 0.25 }, 64],
    ['deepLabV3PlusResnet', { widthMultiplier: 0.125 }, 64],
  ];
  it.each(nets)('is no more than was measured: %s with %o', async (name, options, size) => {
    const model = buildModel(name, [size, size, 1], { ...options, seed: 1 });
    const work = workOf(model, 2);
    let state = 0;
    const { peak } = await tensorBytes(async () => {
      await work.step(); // the optimizer makes its state
      await work.step();
    });
    for (const { shape } of model.weights) state += 4 * tf.util.sizeFromShape(shape as number[]);
    const least = leastStepBytes(model, [2, size, size, 1]);
    expect(peak + state).toBeGreaterThan(least);
    work.dispose();
    model.dispose();
  });
});
