import * as tf from '@tensorflow/tfjs';
import { type Node, node } from '../utils/graph';
import { OptionError } from '../utils/optionError';
import { holdsRegions, withMetadata } from './metadata';

/**
 * Makes the accurate mode of a network with deep supervision: a model with one output, the mean of its heads'
 * probabilities.
 *
 * Both models share their layers: training one trains the other, and only one of them must be disposed. The result
 * saves and loads on its own and works with {@link predictSamples}, {@link predictPadded} and {@link addPreprocessing}.
 *
 * @throws OptionError if the model has only one output
 * @see Zhou et al., UNet++, 2018, https://arxiv.org/abs/1807.10165, Section 2.2
 * @example
 * ```ts
 * import { averageHeads, buildUnetPlusPlus } from 'msa-unet';
 *
 * const model = buildUnetPlusPlus([32, 32, 1], { baseFilters: 2, depth: 2, deepSupervision: true });
 * const accurate = averageHeads(model);
 * console.log(model.outputs.length, accurate.outputs.length); // 2 1
 * ```
 */
export function averageHeads(model: tf.LayersModel): tf.LayersModel {
  if (model.outputs.length < 2)
    throw new OptionError({
      owner: 'averageHeads',
      option: 'model',
      expected: 'a model with several heads',
      received: model.name,
      problem: `expected a model with several heads; "${model.name}" has one output`,
      fix: { action: 'build it with `deepSupervision`' },
    });
  const outputs = node(tf.layers.average({ name: 'average' }))(
    model.outputs.map((head, i) => probabilities(head, i, holdsRegions(model))),
  );
  return withMetadata(tf.model({ name: `${model.name}Average`, inputs: model.inputs, outputs }), model);
}

/** Applies the activation that a head of logits lacks. */
function probabilities(head: Node, i: number, regions: boolean): Node {
  if (head.sourceLayer.getConfig().activation !== 'linear') return head;
  const activation = regions || head.shape.at(-1) === 1 ? 'sigmoid' : 'softmax';
  return node(tf.layers.activation({ name: `probabilities${i + 1}`, activation }))(head);
}
