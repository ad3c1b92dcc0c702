import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { BatchNormRelu, type BatchNormReluOptions } from '../../src/layers/batchNormRelu';
import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { modelOf, namesOf, outputOf, read } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, BatchNormRelu, {
    options: { momentum: 0.9, epsilon: 0.01, activation: 'relu' },
    inputs: [[3, 5, 2]],
  });
  expectLayer(backend, BatchNormRelu, {
    options: { momentum: 0.9, epsilon: 0.01, activation: 'linear' },
    inputs: [[3, 5, 2]],
  });

  it.each(['relu', 'linear'] as const)('is what stands behind the convolution of a unit: %s', async (activation) => {
    const shared = { momentum: 0.5, epsilon: 0.1, activation };
    const layer = new BatchNormRelu({ name: 'bn', ...shared });
    const unit = new ConvBatchNormRelu({ name: 'unit', filters: 1, kernelSize: 1, convBias: false, ...shared });
    const models = [layer, unit].map((one) => modelOf(one, [[4, 3, 1]]));
    tf.tidy(() => void unit.weights[0]!.write(tf.ones([1, 1, 1, 1])));
    const x = () => randomTensor([2, 4, 3, 1], 3);
    for (const training of [false, true, true, false])
      expectClose(await outputOf(layer, x(), training), await outputOf(unit, x(), training), 1e-6);
    for (const model of models) model.dispose();
  });
});

it('follows mean and biased variance of the batch', async () => {
  const layer = new BatchNormRelu({ name: 'bn', momentum: 0.75 });
  const model = modelOf(layer, [[1, 1, 1]]);
  await outputOf(layer, tf.tensor4d([0, 8], [2, 1, 1, 1]), true);
  const averages = await Promise.all(layer.nonTrainableWeights.map((weight) => read(weight.read().clone())));
  expect(namesOf(layer.nonTrainableWeights)).toEqual(['bn/moving_mean', 'bn/moving_variance']);
  expectClose(averages.flat(), [0.25 * 4, 0.75 + 0.25 * 16], 1e-6);
  model.dispose();
});

it.each<[BatchNormReluOptions, string]>([
  [{ momentum: 1.01 }, '`momentum` must be from 0 to 1; received 1.01'],
  [{ epsilon: 0 }, '`epsilon` must be above 0 and at most 1; received 0'],
  [{ activation: 'elu' as 'relu' }, '`activation` must be one of relu, linear; received "elu". Did you mean \'relu\'?'],
])('refuses %o', (options, message) => {
  expect(() => new BatchNormRelu(options)).toThrow(new RangeError(`BatchNormRelu: ${message}`));
});
