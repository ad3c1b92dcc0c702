import * as tf from '@tensorflow/tfjs';

import { variableGradients } from '../ops/variableGradients';
import type { ImagesAndMasks } from '../preprocess/augmentation';
import type { HeadsLoss } from './headsLoss';

/** Losses of one piece of a batch, on the device. */
export interface StepLosses {
  /** Loss without penalties. */
  readonly loss: tf.Scalar;
  /** Sum of the weight penalties. */
  readonly penalty: tf.Scalar;
}

/** One optimizer step on the gradients of a batch, which may come in pieces. */
export class TrainStep {
  /** Sums of the gradients of the pieces so far, by weight name. */
  private gradients: tf.NamedTensorMap = {};

  constructor(
    private readonly model: tf.LayersModel,
    private readonly optimizer: tf.Optimizer,
    private readonly lossOf: HeadsLoss,
  ) {}

  /**
   * Adds the gradients of a piece, weight penalties included, scaled by its share of the batch. The caller disposes the
   * two losses, which are those of the piece.
   */
  add({ x, y }: ImagesAndMasks, share = 1): StepLosses {
    let kept: StepLosses | undefined;
    const total = () => {
      const heads = [this.model.apply(x, { training: true }) as tf.Tensor | tf.Tensor[]].flat();
      const loss = this.lossOf(y, heads);
      const penalty = this.model.calculateLosses().reduce<tf.Scalar>((sum, one) => sum.add(one), tf.scalar(0));
      kept = { loss: tf.keep(loss.clone()), penalty: tf.keep(penalty.clone()) };
      const both = loss.add<tf.Scalar>(penalty);
      return share === 1 ? both : both.mul<tf.Scalar>(share);
    };
    const { value, grads } = variableGradients(total, trainableVariables(this.model));
    value.dispose();
    const sums = this.gradients;
    for (const [name, gradient] of Object.entries(grads)) {
      const sum = sums[name];
      sums[name] = sum ? tf.add(sum, gradient) : gradient;
      if (sum) tf.dispose([sum, gradient]);
    }
    return kept!;
  }

  /** Applies the step to the weights. */
  apply(): void {
    const gradients = trainableVariables(this.model).map(({ name }) => ({ name, tensor: this.gradients[name]! }));
    this.optimizer.applyGradients(gradients);
    this.dispose();
  }

  /** Drops the pieces of an unfinished batch. */
  dispose(): void {
    tf.dispose(this.gradients);
    this.gradients = {};
  }
}

/** Lists the trainable weights, which tfjs types as plain tensors. */
function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map((weight) => weight.read()).filter((value) => value instanceof tf.Variable);
}
