import * as tf from '@tensorflow/tfjs';

import { deepSupervision } from '../losses/deepSupervision';
import type { Loss } from '../losses/loss';
import { invalidOption } from '../utils/errors';

/** Loss over all outputs of a model, in their order. */
export type HeadsLoss = (yTrue: tf.Tensor, heads: readonly tf.Tensor[]) => tf.Scalar;

/** Makes the loss over all heads: the loss itself for one head, the weighted mean for several. */
export function headsLoss(
  model: tf.LayersModel,
  { loss, headWeights }: { readonly loss: Loss; readonly headWeights: readonly number[] | null },
): HeadsLoss {
  const heads = model.outputs.length;
  if (headWeights && headWeights.length !== heads)
    throw invalidOption('trainSegmentation', 'headWeights', `one number for each of ${heads} heads`, headWeights);
  if (heads === 1) return (yTrue, [head]) => loss(yTrue, head!);
  const losses = deepSupervision(loss, headWeights ?? model.outputs.map(() => 1));
  return (yTrue, outputs) => tf.tidy(() => tf.addN(outputs.map((head, i) => losses[i]!(yTrue, head))));
}
