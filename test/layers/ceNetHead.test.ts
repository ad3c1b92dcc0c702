import { expect, it } from 'vitest';

import { CeNetHead, type CeNetHeadOptions } from '../../src/layers/ceNetHead';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, namesOf, outputOf, setWeights, tap } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, CeNetHead, {
    options: { filters: 3, activation: 'softmax', seed: 5 },
    inputs: [[3, 4, 5]],
  });

  it('goes up, with ReLU, then through two convolutions, the second without ReLU', async () => {
    const head = new CeNetHead({ name: 'head', filters: 1 });
    const model = modelOf(head, [[1, 1, 1]]);
    const window = Array.from({ length: 16 }, (_, i) => i - 6); // its middle is −1 0 3 4
    setWeights(head, { 'up/kernel': window, 'conv/kernel': tap(10), 'last/kernel': tap(-1), 'last/bias': [2] });
    expectClose(await outputOf(head, image([[1]])), [2, 2, -28, -38], 1e-6);
    model.dispose();
  });

  it('ends in its activation', async () => {
    const head = new CeNetHead({ name: 'head', filters: 1, activation: 'sigmoid' });
    const model = modelOf(head, [[1, 1, 1]]);
    setWeights(head, { 'last/bias': [Math.log(3)] });
    expectClose(await outputOf(head, image([[1]])), [0.75, 0.75, 0.75, 0.75], 1e-6);
    model.dispose();
  });
});

it('has 8 C² + 9 C²/4 + 9 C n/2 + C + n parameters', () => {
  const head = new CeNetHead({ name: 'head', filters: 3 });
  const model = modelOf(head, [[null, null, 4]]);
  expect(countsOf(head)).toEqual([8 * 16 + 9 * 4 + 9 * 6 + 4 + 3, 0]);
  expect(namesOf(head.weights)).toEqual(
    ['up', 'conv', 'last'].flatMap((part) => [`head/${part}/kernel`, `head/${part}/bias`]),
  );
  model.dispose();
});

it.each<[CeNetHeadOptions, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [
    { filters: 1, activation: 'relu' as 'linear' },
    '`activation` must be one of linear, sigmoid, softmax; received "relu"',
  ],
  [{ filters: 1, seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new CeNetHead(options)).toThrow(new RangeError(`CeNetHead: ${message}`));
});
