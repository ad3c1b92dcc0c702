import * as tf from '@tensorflow/tfjs';
import { type Node, node } from '../utils/graph';
import { OptionError } from '../utils/optionError';

/**
 * The accurate mode of a network with deep supervision: one output, the mean of the probabilities of its heads.
 *
 * Both models are made of the same layers: training one trains the other, and only one of them is to be disposed. The
 * result saves and loads by itself, and is what `predictSamples`, `predictPadded` and `addPreprocessing` take.
 *
 * @throws OptionError if the model has one output only
 * @see Zhou et al., UNet++, 2018, https://arxiv.org/abs/1807.10165, Section 2.2
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
  const outputs = node(tf.layers.average({ name: 'average' }))(model.outputs.map(probabilities));
  return tf.model({ name: `${model.name}Average`, inputs: model.inputs, outputs });
}

/** What a head puts out, after the activation that logits still lack. */
function probabilities(head: Node, i: number): Node {
  if (head.sourceLayer.getConfig().activation !== 'linear') return head;
  const activation = head.shape.at(-1) === 1 ? 'sigmoid' : 'softmax';
  return node(tf.layers.activation({ name: `probabilities${i + 1}`, activation }))(head);
}
