import { expect, it } from 'vitest';

import { InvertedResidual, type InvertedResidualOptions } from '../../src/layers/invertedResidual';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, setWeights, tap } from '../support/layers';

const common = { epsilon: 0.01, momentum: 0.9, seed: 5 };

/** A block of one channel: expanded times 2, passed on, projected times −1. */
async function give(options: Partial<InvertedResidualOptions>, row: number[]): Promise<number[]> {
  const layer = new InvertedResidual({ name: 'block', filters: 1, expansion: 1, ...options });
  const model = modelOf(layer, [[1, row.length, 1]]);
  setWeights(layer, {
    'expand/conv/kernel': new Array(options.expansion).fill(2),
    'depthwise/conv/kernel': tap(1).flatMap((value) => new Array(options.expansion ?? 1).fill(value)),
    'project/conv/kernel': new Array(options.expansion ?? 1).fill(-1),
  });
  const y = await outputOf(layer, image([row]));
  model.dispose();
  return y;
}

forEachBackend((backend) => {
  expectLayer(backend, InvertedResidual, {
    options: { ...common, filters: 3, expansion: 2, stride: 1, dilation: 2 },
    inputs: [[6, 5, 3]],
  });
  expectLayer(backend, InvertedResidual, {
    options: { ...common, filters: 4, expansion: 1, stride: 2, dilation: 1 },
    inputs: [[8, 6, 3]],
  });

  it('adds its input where stride and width stay, with ReLU6 inside only', async () => {
    expectClose(await give({}, [1, 4, 9, -2]), [0, 0, 3, -2], 1e-5); // x − min(6, max(0, x))
  });

  it('expands the channels in front of the filter', async () => {
    expectClose(await give({ expansion: 2 }, [1, 4, -2]), [1 - 2 * 2, 4 - 2 * 6, -2], 1e-5);
  });

  it('adds nothing where the stride changes the shape', async () => {
    expectClose(await give({ stride: 2 }, [1, 4, 9, -2]), [-1, -6], 1e-5);
  });
});

it('has the parameters of its three convolutions, without expansion of two', () => {
  const counts = (expansion: number) => {
    const layer = new InvertedResidual({ name: 'block', filters: 5, expansion });
    const model = modelOf(layer, [[null, null, 3]]);
    const count = countsOf(layer);
    model.dispose();
    return count;
  };
  expect(counts(6)).toEqual([3 * 18 + 36 + 9 * 18 + 36 + 18 * 5 + 10, 36 + 36 + 10]);
  expect(counts(1)).toEqual([9 * 3 + 6 + 3 * 5 + 10, 6 + 10]);
});

it.each<[object, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ expansion: 0.5 }, '`expansion` must be a positive integer; received 0.5'],
  [{ stride: 2, dilation: 2 }, '`dilation` must be 1 with a `stride` of 2; received 2'],
  [{ momentum: -1 }, '`momentum` must be from 0 to 1; received -1'],
])('refuses %o', (options, message) => {
  expect(() => new InvertedResidual({ filters: 2, ...options })).toThrow(
    new RangeError(`InvertedResidual: ${message}`),
  );
});
