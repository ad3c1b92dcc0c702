import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { Dropout, type DropoutOptions } from '../../src/layers/dropout';
import { useBackend } from '../../src/node/backends/useBackend';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { randomTensor } from '../support/gradients';
import { outputOf, read } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, Dropout, { options: { rate: 0.4, seed: 5 }, inputs: [[7, 5, 2]] });
});

describe('Dropout', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  /** What comes of ones, call by call. */
  const draw = async (layer: Dropout, times: number) => {
    const masks: number[][] = [];
    for (let i = 0; i < times; i++) masks.push(await outputOf(layer, tf.ones([2, 9, 9, 3]), true));
    return masks;
  };

  it('drops the share `rate` and scales the rest up', async () => {
    const y = await outputOf(new Dropout({ rate: 0.3, seed: 1 }), tf.ones([1, 256, 256, 4]), true);
    expect(y.filter((value) => value === 0).length / y.length).toBeCloseTo(0.3, 2);
    expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  it.each([
    ['in inference', { rate: 0.5 }, false],
    ['with rate 0', { rate: 0 }, true],
  ])('is the identity %s', async (_, options, training) => {
    const x = randomTensor([2, 8, 8, 2], 1);
    const same = await read(x.clone());
    expect(await outputOf(new Dropout(options), x, training)).toEqual(same);
  });

  it('draws anew on every call', async () => {
    const [first, second] = await draw(new Dropout({ rate: 0.5, seed: 3 }), 2);
    expect(second).not.toEqual(first);
  });

  it.each([0, 3, -7])('draws the same again with the seed %i', async (seed) => {
    expect(await draw(new Dropout({ rate: 0.5, seed }), 3)).toEqual(await draw(new Dropout({ rate: 0.5, seed }), 3));
  });

  it('draws of its own without a seed', async () => {
    expect(await draw(new Dropout({ rate: 0.5 }), 1)).not.toEqual(await draw(new Dropout({ rate: 0.5 }), 1));
  });

  it('goes on from its state as if never interrupted', async () => {
    const [first, resumed] = [new Dropout({ rate: 0.5, seed: 3 }), new Dropout({ rate: 0.5, seed: 3 })];
    await draw(first, 2);
    expect(first.getState()).toEqual({ calls: 2, seed: 3 });
    resumed.setState(JSON.parse(JSON.stringify(first.getState())));
    expect(await draw(resumed, 2)).toEqual(await draw(first, 2));
  });

  it('goes on from the state of a layer without a seed', async () => {
    const [first, resumed] = [new Dropout({ rate: 0.5 }), new Dropout({ rate: 0.5 })];
    await draw(first, 2);
    resumed.setState(first.getState());
    expect(await draw(resumed, 2)).toEqual(await draw(first, 2));
  });

  it('counts no call in inference', async () => {
    const layer = new Dropout({ rate: 0.5 });
    await outputOf(layer, tf.ones([1, 8, 8, 1]));
    expect(layer.getState().calls).toBe(0);
  });
});

it.each<[DropoutOptions, string]>([
  [{ rate: 1 }, 'Dropout: `rate` must be from 0 to below 1; received 1'],
  [{ rate: -0.1 }, 'Dropout: `rate` must be from 0 to below 1; received -0.1'],
  [{ rate: 0.5, seed: 0.5 }, 'Dropout: `seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new Dropout(options)).toThrow(new RangeError(message));
});

it('refuses a state that is none', () => {
  expect(() => new Dropout({ rate: 0.5 }).setState({ calls: -1 })).toThrow(
    new RangeError('Dropout: `calls` must be an integer of at least 0; received -1'),
  );
});
