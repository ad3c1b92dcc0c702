import * as tf from '@tensorflow/tfjs';

import type { ImagesAndMasks } from '../preprocess/augmentation';
import type { HeadsLoss } from './headsLoss';

/** Losses of one step, on the device. */
export interface StepLosses {
  /** Loss of the data alone. */
  readonly loss: tf.Scalar;
  /** Sum of the weight penalties. */
  readonly penalty: tf.Scalar;
}

/** One step of the optimizer on one batch, penalties of the weights included. The caller disposes the two losses. */
export function trainStep(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  lossOf: HeadsLoss,
  { x, y }: ImagesAndMasks,
): StepLosses {
  let kept: StepLosses | undefined;
  const total = () => {
    const heads = [model.apply(x, { training: true }) as tf.Tensor | tf.Tensor[]].flat();
    const loss = lossOf(y, heads);
    const penalty = model.calculateLosses().reduce<tf.Scalar>((sum, one) => sum.add(one), tf.scalar(0));
    kept = { loss: tf.keep(loss.clone()), penalty: tf.keep(penalty.clone()) };
    return loss.add<tf.Scalar>(penalty);
  };
  optimizer.minimize(total, false, trainableVariables(model));
  return kept!;
}

/** The weights that are trained; tfjs types them as plain tensors. */
function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map((weight) => weight.read()).filter((value) => value instanceof tf.Variable);
}
