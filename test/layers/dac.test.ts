import { expect, it } from 'vitest';

import { DAC } from '../../src/layers/dac';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, namesOf, outputOf, setWeights, tap } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, DAC, { options: { seed: 5 }, inputs: [[7, 8, 2]] });

  it('adds A, P B, P B A and P D B A to its input', async () => {
    const dac = new DAC({ name: 'dac' });
    const model = modelOf(dac, [[1, 1, 1]]);
    const taps = { 'rate1/kernel': tap(2), 'rate3/kernel': tap(3), 'rate5/kernel': tap(5), 'point/kernel': [7] };
    setWeights(dac, taps);
    expectClose(await outputOf(dac, image([[10]])), [10 * (1 + 2 + 7 * 3 + 7 * 3 * 2 + 7 * 5 * 3 * 2)], 1e-6);
    model.dispose();
  });

  it('takes the ReLU of each branch, not between its convolutions, nor of the sum', async () => {
    const dac = new DAC({ name: 'dac' });
    const model = modelOf(dac, [[1, 1, 1]]);
    const taps = { 'rate1/kernel': tap(-1), 'rate3/kernel': tap(-1), 'rate5/kernel': tap(-1), 'point/kernel': [1] };
    setWeights(dac, taps);
    // A −1, P B −1, P B A 1, P D B A −1, of 10 and of −10
    expectClose(await outputOf(dac, image([[10]])), [10 + 10], 1e-6);
    expectClose(await outputOf(dac, image([[-10]])), [-10 + 10 + 10 + 10], 1e-6);
    model.dispose();
  });

  it('has the rates 1, 3 and 5', async () => {
    const dac = new DAC({ name: 'dac' });
    const model = modelOf(dac, [[1, 19, 1]]);
    const far = tap(1, 1, 2); // the pixel on the right, `rate` away
    setWeights(dac, { 'rate1/kernel': far, 'rate3/kernel': far, 'rate5/kernel': far, 'point/kernel': [1] });
    const y = await outputOf(dac, image([[...new Array<number>(18).fill(0), 1]]));
    const reached = y.flatMap((value, i) => (value > 0 ? 18 - i : []));
    expect(reached.sort((a, b) => a - b)).toEqual([0, 1, 3, 1 + 3, 1 + 3 + 5]);
    model.dispose();
  });
});

it('has 28 C² + 4 C parameters, each convolution once', () => {
  const dac = new DAC({ name: 'dac' });
  const model = modelOf(dac, [[null, null, 5]]);
  expect(countsOf(dac)).toEqual([28 * 25 + 20, 0]);
  expect(namesOf(dac.weights).sort()).toEqual(
    ['point', 'rate1', 'rate3', 'rate5'].flatMap((name) => [`dac/${name}/bias`, `dac/${name}/kernel`]),
  );
  model.dispose();
});

it('refuses a seed that is none', () => {
  expect(() => new DAC({ seed: 0.5 })).toThrow(new RangeError('DAC: `seed` must be an integer or null; received 0.5'));
});
