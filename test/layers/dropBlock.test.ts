import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { DropBlock, type DropBlockOptions, dropBlockGamma, oddBlock } from '../../src/layers/dropBlock';
import { useBackend } from '../../src/node/backends/useBackend';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { outputOf, read } from '../support/layers';

/** What comes of ones: 0 where dropped. */
const drop = (layer: DropBlock, shape: number[] = [2, 9, 9, 3]) => outputOf(layer, tf.ones(shape), true);

const share = (values: number[]) => values.filter((value) => value === 0).length / values.length;

forEachBackend((backend) => {
  expectLayer(backend, DropBlock, {
    options: { blockSize: 3, keepProb: 0.6, perChannel: false, rampSteps: 0, seed: 5 },
    inputs: [[7, 5, 2]],
  });

  it('keeps the mean of a constant map', async () => {
    const y = await drop(new DropBlock({ seed: 3 }), [2, 16, 16, 4]);
    expect(share(y)).toBeGreaterThan(0);
    expect(y.reduce((sum, value) => sum + value, 0) / y.length).toBeCloseTo(1, 5);
  });

  it('takes its mask for a constant of the gradient', async () => {
    const x = randomTensor([2, 9, 9, 2], 1);
    const layer = () => new DropBlock({ seed: 3 });
    const mask = await drop(layer(), x.shape);
    const dx = tf.grad((z) => layer().apply(z, { training: true }) as tf.Tensor)(x);
    expectClose(await read(dx), mask, 1e-6);
    x.dispose();
  });

  it('drops the same on every backend', async () => {
    const zeros = (await drop(new DropBlock({ seed: 3 }))).flatMap((value, i) => (value === 0 ? i : []));
    expect(zeros).toHaveLength(147);
    expect(zeros.slice(0, 3)).toEqual([31, 34, 37]);
  });

  it('gives zeros, not NaN, where all is dropped', async () => {
    expect(await drop(new DropBlock({ blockSize: 3, keepProb: 1e-9, seed: 1 }), [1, 3, 3, 2])).toEqual(
      new Array(18).fill(0),
    );
  });
});

describe('on the host', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  it.each([
    [4, 4, 3, 0.0444444],
    [7, 7, 7, 0.1],
    [8, 8, 7, 0.0326531],
    [16, 16, 7, 0.00522449],
    [32, 32, 7, 0.00309141],
    [64, 64, 7, 0.00248489],
    [128, 128, 7, 0.00224649],
    [512, 512, 7, 0.0020895],
    [16, 24, 7, 0.00435374],
  ])('has on a map of %i×%i blocks of %i and γ = %f', (height, width, block, gamma) => {
    expect(oddBlock(7, height, width)).toBe(block);
    expect(dropBlockGamma(0.9, block, height, width)).toBeCloseTo(gamma, 7);
  });

  it.each([
    [7, 0.9, 4, 4, 0.09614],
    [7, 0.9, 7, 7, 0.1],
    [7, 0.9, 8, 8, 0.09608],
    [7, 0.9, 16, 24, 0.09339],
    [7, 0.9, 64, 64, 0.09471],
    [5, 0.85, 32, 32, 0.1382],
  ])('of block %i and share kept %f, drops of maps of %i×%i the share %f', async (b, k, height, width, expected) => {
    const maps = Math.max(512, Math.ceil(400_000 / (height * width)));
    const y = await drop(new DropBlock({ blockSize: b, keepProb: k, seed: 1 }), [1, height, width, maps]);
    expect(Math.abs(share(y) - expected)).toBeLessThan(0.006);
  });

  it('drops whole blocks inside the map', async () => {
    const [b, side] = [5, 12];
    const y = await drop(new DropBlock({ blockSize: b, keepProb: 0.8, seed: 2 }), [1, side, side, 1]);
    const covered = new Set<number>();
    const pixels = (top: number, left: number) =>
      Array.from({ length: b * b }, (_, i) => (top + Math.floor(i / b)) * side + left + (i % b));
    for (let top = 0; top + b <= side; top++)
      for (let left = 0; left + b <= side; left++)
        if (pixels(top, left).every((p) => y[p] === 0)) for (const p of pixels(top, left)) covered.add(p);
    expect(covered.size).toBeGreaterThan(0);
    expect(covered.size).toBe(y.filter((value) => value === 0).length);
  });

  it.each([
    [true, false],
    [false, true],
  ])('with perChannel %s, drops the same of all channels: %s', async (perChannel, same) => {
    const y = await drop(new DropBlock({ perChannel, seed: 3 }), [1, 16, 16, 2]);
    expect(share(y)).toBeGreaterThan(0);
    expect(y.every((value, i) => i % 2 === 1 || value === y[i + 1])).toBe(same);
  });

  it('drops something else of every sample', async () => {
    const y = await drop(new DropBlock({ perChannel: false, seed: 3 }), [2, 32, 32, 1]);
    expect(y.slice(0, 1024)).not.toEqual(y.slice(1024));
  });

  it.each([
    ['in inference', {}, false],
    ['with keepProb 1', { keepProb: 1 }, true],
  ])('is the identity %s', async (_, options, training) => {
    const x = randomTensor([2, 8, 8, 2], 1);
    const same = await read(x.clone());
    expect(await outputOf(new DropBlock(options), x, training)).toEqual(same);
  });

  const draw = async (layer: DropBlock, times: number) => {
    const masks: number[][] = [];
    for (let i = 0; i < times; i++) masks.push(await drop(layer));
    return masks;
  };

  it('draws another mask on every call', async () => {
    const [first, second] = await draw(new DropBlock({ seed: 3 }), 2);
    expect(second).not.toEqual(first);
  });

  it.each([0, 3, -7])('draws the same masks again with the seed %i', async (seed) => {
    expect(await draw(new DropBlock({ seed }), 3)).toEqual(await draw(new DropBlock({ seed }), 3));
  });

  it('draws masks of its own without a seed', async () => {
    expect(await draw(new DropBlock(), 3)).not.toEqual(await draw(new DropBlock(), 3));
  });

  it('goes on from its state as if never interrupted', async () => {
    const [first, resumed] = [new DropBlock({ seed: 3 }), new DropBlock({ seed: 3 })];
    await draw(first, 2);
    expect(first.getState()).toEqual({ calls: 2, seed: 3 });
    resumed.setState(JSON.parse(JSON.stringify(first.getState())));
    expect(await draw(resumed, 2)).toEqual(await draw(first, 2));
  });

  it('goes on from the state of a layer without a seed', async () => {
    const [first, resumed] = [new DropBlock(), new DropBlock()];
    await draw(first, 2);
    resumed.setState(first.getState());
    expect(await draw(resumed, 2)).toEqual(await draw(first, 2));
  });

  it('counts no call in inference', async () => {
    const layer = new DropBlock({ seed: 3 });
    await outputOf(layer, tf.ones([1, 8, 8, 1]));
    expect(layer.getState().calls).toBe(0);
  });

  it.each([
    [0, 0],
    [5, 0.0481], // kept 0.95
    [10, 0.09608],
    [20, 0.09608],
  ])('after %i calls of a ramp of 10, drops the share %f', async (calls, expected) => {
    const layer = new DropBlock({ rampSteps: 10, seed: 1 });
    layer.setState({ calls });
    expect(Math.abs(share(await drop(layer, [1, 8, 8, 16_384])) - expected)).toBeLessThan(0.006);
  });
});

it.each<[DropBlockOptions, string]>([
  [{ blockSize: 0 }, 'DropBlock: `blockSize` must be a positive integer; received 0'],
  [{ keepProb: 1.1 }, 'DropBlock: `keepProb` must be above 0 and at most 1; received 1.1'],
  [{ rampSteps: 0.5 }, 'DropBlock: `rampSteps` must be an integer of at least 0; received 0.5'],
  [{ seed: Number.NaN }, 'DropBlock: `seed` must be an integer or null; received NaN'],
])('refuses %o', (options, message) => {
  expect(() => new DropBlock(options)).toThrow(new RangeError(message));
});

it('refuses a state that is none', () => {
  expect(() => new DropBlock().setState({ calls: -1 })).toThrow(
    new RangeError('DropBlock: `calls` must be an integer of at least 0; received -1'),
  );
});
