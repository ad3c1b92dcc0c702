import * as tf from '@tensorflow/tfjs';

import type { Samples } from '../data/sample';
import type { Loss } from '../losses/loss';
import { diceCoefficient } from '../metrics/diceCoefficient';
import { predictBatches } from './predictBatches';

/** Means over the samples of a data part. */
export interface Validation {
  /** Loss of the batches, each weighted by its size, without weight penalties. */
  readonly loss: number;
  /** DSC of the slices. */
  readonly dice: number;
}

/**
 * Loss and DSC of a model on samples it does not learn from. Values are read from the device once, at the end.
 *
 * @returns `null` if the signal came before the end
 */
export async function validate(
  model: tf.LayersModel,
  samples: Samples,
  { loss: lossOf, batchSize, signal }: { loss: Loss; batchSize: number; signal?: AbortSignal },
): Promise<Validation | null> {
  const losses: tf.Scalar[] = [];
  const dices: tf.Tensor1D[] = [];
  if (signal?.aborted) return null;
  for await (const { y, p, indices } of predictBatches(model, samples, batchSize, signal)) {
    losses.push(tf.tidy(() => lossOf(y, p).mul<tf.Scalar>(indices.length / samples.length)));
    dices.push(diceCoefficient(y, p));
  }
  const sums = tf.tidy(() => tf.stack([tf.addN(losses), tf.concat(dices).mean()]));
  tf.dispose([losses, dices]);
  const [loss, dice] = await sums.data();
  sums.dispose();
  return signal?.aborted ? null : { loss, dice };
}
