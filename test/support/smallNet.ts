import * as tf from '@tensorflow/tfjs';

import { Conv2D } from '../../src/layers/conv2d';
import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';
import { randomTensor } from './gradients';

/** A small net with a frozen layer, which trains on every backend. */
export const smallNet = (seed = 1): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [5, 6, 1] }),
      new ConvBatchNormRelu({ name: 'first', filters: 3, seed }),
      new Conv2D({ name: 'frozen', filters: 2, seed: seed + 1, trainable: false }),
      new ConvBatchNormRelu({ name: 'second', filters: 4, convBias: false, dilation: 2, seed: seed + 2 }),
      new Conv2D({ name: 'head', filters: 1, kernelSize: 1, activation: 'sigmoid', seed: seed + 3 }),
    ],
  });

/** Two images, and what the net shall make of them. */
export function pair(): { x: tf.Tensor; y: tf.Tensor } {
  const x = randomTensor([2, 5, 6, 1], 9);
  return { x, y: tf.tidy(() => x.greater(0).toFloat()) };
}

/** Takes some steps towards {@link pair}, and returns the loss before each. */
export async function train(model: tf.LayersModel, optimizer: tf.Optimizer, steps: number): Promise<number[]> {
  const { x, y } = pair();
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const lossOf = () => tf.losses.meanSquaredError(y, model.apply(x, { training: true }) as tf.Tensor) as tf.Scalar;
    const loss = optimizer.minimize(lossOf, true, weights)!;
    losses.push((await loss.data())[0]!);
    loss.dispose();
  }
  tf.dispose([x, y]);
  return losses;
}

/** All weights of a model in one list, the state of batch norm included. */
export const numbersOf = (model: tf.LayersModel): Promise<number[]> =>
  elementsOf(model.weights.map((weight) => weight.read()));

/** All elements of these tensors in one list. */
export async function elementsOf(tensors: readonly tf.Tensor[]): Promise<number[]> {
  return (await Promise.all(tensors.map((tensor) => tensor.data()))).flatMap((values) => [...values]);
}
