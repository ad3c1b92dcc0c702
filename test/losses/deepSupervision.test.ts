import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';

import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { deepSupervision } from '../../src/losses/deepSupervision';
import { buildUnetPlusPlus } from '../../src/models/unetPlusPlus';
import { useBackend } from '../../src/node/backends/useBackend';
import { randomTensor } from '../support/gradients';

beforeAll(() => useBackend('wasm', { log: null }));

/** The losses of four heads that put out 1, 2, 3 and 4, where a loss is the prediction. */
const lossesOf = (headWeights?: number[]) =>
  tf.tidy(() =>
    deepSupervision((_, yPred) => yPred as tf.Scalar, headWeights).map(
      (loss, i) => loss(tf.scalar(0), tf.scalar(i + 1)).dataSync()[0],
    ),
  );

it.each<[number[] | undefined, number[]]>([
  [undefined, [0.25, 0.5, 0.75, 1]],
  [
    [2, 2, 2, 2],
    [0.25, 0.5, 0.75, 1],
  ],
  [
    [1, 0, 0, 3],
    [0.25, 0, 0, 3],
  ],
])('weights %j share the sum', (headWeights, expected) => {
  expect(lossesOf(headWeights)).toEqual(expected);
});

it('trains all heads of a compiled UNet++, and reports their mean', async () => {
  const model = buildUnetPlusPlus([16, 16, 1], { baseFilters: 1, deepSupervision: true, seed: 1, batchNorm: false });
  const loss = bceDiceLoss();
  const optimizer = tf.train.sgd(0.05);
  model.compile({ optimizer, loss: deepSupervision(loss) });
  const [x, y] = [randomTensor([2, 16, 16, 1], 3), tf.tidy(() => tf.step(randomTensor([2, 16, 16, 1], 4)))];
  const each = (model.predict(x) as tf.Tensor[]).map((head) => loss(y, head).dataSync()[0]!);
  const heads = model.layers.filter(({ name }) => name.startsWith('head'));
  const kernels = () => heads.map((head) => head.getWeights()[0]!.dataSync()[0]);
  const before = kernels();
  const { history } = await model.fit(x, [y, y, y, y], { epochs: 1, batchSize: 2, verbose: 0 });
  expect(history.loss![0]).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / 4, 5);
  expect(kernels().map((value, i) => value !== before[i])).toEqual([true, true, true, true]);
  tf.dispose([x, y]);
  optimizer.dispose();
  model.dispose();
});

it.each<[number[], string]>([
  [[1, -1], '`headWeights` must be a number of at least 0; received -1'],
  [[0, 0], '`headWeights` must be above 0 for one head at least; received [0,0]'],
])('refuses the weights %j', (headWeights, message) => {
  expect(() => deepSupervision(bceDiceLoss(), headWeights)).toThrow(new RangeError(`deepSupervision: ${message}`));
});
