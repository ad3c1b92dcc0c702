import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { ASPP } from '../../src/layers/aspp';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, partsOf, setWeights, tap } from '../support/layers';

const common = { filters: 3, dropout: 0.3, epsilon: 0.01, momentum: 0.9, seed: 5 };

forEachBackend((backend) => {
  expectLayer(backend, ASPP, { options: { ...common, rates: [1, 2, 3], separable: true }, inputs: [[5, 4, 2]] });
  expectLayer(backend, ASPP, { options: { ...common, rates: [2, 3, 4], separable: false }, inputs: [[4, 5, 2]] });

  it('fuses the mean, the map itself and three of its shifts', async () => {
    const aspp = new ASPP({ name: 'aspp', filters: 1, rates: [1, 2, 3] });
    const model = modelOf(aspp, [[1, 4, 1]]);
    const left = tap(1, 1, 0); // `rate` pixels to the left
    setWeights(aspp, {
      'pool/conv/kernel': [1],
      'point/conv/kernel': [1],
      'atrous1/conv/kernel': left,
      'atrous2/conv/kernel': left,
      'atrous3/conv/kernel': left,
      'fuse/conv/kernel': [1e4, 1, 10, 100, 1000],
    });
    const y = await outputOf(aspp, image([[1, 2, 3, 6]]));
    const epsilons = (1.001 / 1.00001) ** 1; // of two units in a row: scales are set for another ε
    expectClose(
      y.map((value) => value / epsilons),
      [30001, 30012, 30123, 31236],
      1e-4,
    );
    model.dispose();
  });

  it.each([true, false])('is never negative (training %s)', async (training) => {
    const aspp = new ASPP({ name: 'aspp', filters: 4, seed: 1 });
    const y = await outputOf(aspp, randomTensor([2, 6, 6, 2], 3), training);
    expect(Math.min(...y)).toBe(0);
    expect(Math.max(...y)).toBeGreaterThan(0);
    aspp.dispose();
  });
});

it.each([
  [0.5, true],
  [0, false],
])('with dropout %f drops in training: %s', async (dropout, drops) => {
  const aspp = new ASPP({ name: 'aspp', filters: 4, dropout, seed: 1 });
  const model = modelOf(aspp, [[8, 8, 1]]);
  setWeights(aspp, { 'fuse/bn/beta': [5, 5, 5, 5] });
  expect((await outputOf(aspp, tf.ones([1, 8, 8, 1]), true)).includes(0)).toBe(drops);
  model.dispose();
});

it('names its weights by place, not by rate, so that those of one output stride fit the other', () => {
  const names = (rates: [number, number, number]) => {
    const aspp = new ASPP({ name: 'aspp', filters: 2, rates });
    const model = modelOf(aspp, [[null, null, 1]]);
    const all = aspp.weights.map(({ originalName }) => originalName);
    const used = partsOf(aspp).flatMap((part) => part.getConfig().dilation ?? []);
    model.dispose();
    return { all, used };
  };
  const [narrow, wide] = [names([6, 12, 18]), names([12, 24, 36])];
  expect(wide.all).toEqual(narrow.all);
  expect(narrow.used).toEqual(expect.arrayContaining([6, 12, 18]));
  expect(wide.used).toEqual(expect.arrayContaining([12, 24, 36]));
});

it.each([
  [false, 3 * 9 * 2 * 5 + 3 * 10],
  [true, 3 * (9 * 2 + 4 + 2 * 5 + 10)],
])('with separable %s has %i parameters in its atrous branches', (separable, atrous) => {
  const aspp = new ASPP({ name: 'aspp', filters: 5, separable });
  const model = modelOf(aspp, [[null, null, 2]]);
  expect(countsOf(aspp)[0]).toBe(atrous + 2 * (2 * 5 + 10) + 25 * 5 + 10);
  model.dispose();
});

it.each<[object, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ rates: [6, 12] }, '`rates` must be three numbers; received [6,12]'],
  [{ rates: [6, 12, 0] }, '`rates` must be a positive integer; received 0'],
  [{ dropout: 1 }, '`dropout` must be from 0 to below 1; received 1'],
  [{ epsilon: 2 }, '`epsilon` must be above 0 and at most 1; received 2'],
])('refuses %o', (options, message) => {
  expect(() => new ASPP(options)).toThrow(new RangeError(`ASPP: ${message}`));
});
