import { expect, it } from 'vitest';

import { DoubleConv } from '../../src/layers/doubleConv';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, setWeights, tap } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, DoubleConv, {
    options: { filters: 3, convBias: false, momentum: 0.9, seed: 5 },
    inputs: [[5, 4, 2]],
  });

  it('is two 3×3 units in a row', async () => {
    const stage = new DoubleConv({ name: 'stage', filters: 1 });
    const model = modelOf(stage, [[1, 3, 1]]);
    setWeights(stage, { 'first/conv/kernel': tap(2), 'second/conv/kernel': tap(3, 1, 0) });
    expectClose(await outputOf(stage, image([[1, -2, 3]])), [0, 6, 0], 1e-6); // the pixel on the left, six times
    model.dispose();
  });
});

it("has 9 C C' + 9 C'² + 6 C' trainable and 4 C' other parameters", () => {
  const stage = new DoubleConv({ name: 'stage', filters: 5 });
  const model = modelOf(stage, [[null, null, 3]]);
  expect(countsOf(stage)).toEqual([9 * 15 + 9 * 25 + 30, 20]);
  model.dispose();
});

it.each([
  [{ filters: -1 }, 'DoubleConv: `filters` must be a positive integer; received -1'],
  [{ filters: 2, momentum: 2 }, 'DoubleConv: `momentum` must be from 0 to 1; received 2'],
  [{ filters: 2, seed: 0.5 }, 'DoubleConv: `seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new DoubleConv(options)).toThrow(new RangeError(message));
});
