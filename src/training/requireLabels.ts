import type * as tf from '@tensorflow/tfjs';

import type { LabelTable } from '../data/labels/labelTable';
import { outputFor } from '../data/labels/outputFor';
import type { Samples } from '../data/sample';
import { counted } from '../utils/counted';
import { OptionError } from '../utils/optionError';

/**
 * Throws unless both parts have the same labels, and the model has a channel for each of them and the activation that
 * suits them: a softmax for exclusive classes, sigmoids for regions.
 */
export function requireLabels(model: tf.LayersModel, { train, val }: Readonly<Record<'train' | 'val', Samples>>): void {
  const [labels, others] = [train.labels ?? null, val.labels ?? null];
  if (JSON.stringify(labels) !== JSON.stringify(others))
    throw refusal('val', `of the labels of \`train\`: ${namesOf(labels)}`, namesOf(others));
  if (labels === null) return;
  const { classes, activation: wanted } = outputFor(labels);
  for (const output of model.outputs) {
    const given = output.shape.at(-1);
    const activation = activationOf(output.sourceLayer);
    if (given === classes && (activation === wanted || !['sigmoid', 'softmax'].includes(activation))) continue;
    const kind = labels.regions ? 'regions that may overlap' : classes === 1 ? 'one label' : 'exclusive classes';
    throw new OptionError({
      owner: 'trainSegmentation',
      option: 'model',
      expected: `${counted(classes, 'channel')} with a ${wanted}`,
      received: [given, activation],
      problem:
        `the labels ${namesOf(labels)} are ${kind} and need ${counted(classes, 'channel')} with a ${wanted}; ` +
        `the model has ${given} with a ${activation}`,
      fix: { action: 'build the model for them', code: 'buildModel(name, inputShape, outputFor(labels))' },
    });
  }
}

/** Activation of a layer, or of the last layer of a model. */
function activationOf(layer: tf.layers.Layer): string {
  const { outputs } = layer as Partial<tf.LayersModel>;
  if (outputs) return activationOf(outputs[0]!.sourceLayer);
  return String(layer.getConfig().activation ?? 'linear');
}

const namesOf = (labels: LabelTable | null) =>
  labels ? labels.labels.map(({ name }) => name).join(', ') : 'the liver alone';

const refusal = (option: string, expected: string, received: string) =>
  new OptionError({ owner: 'trainSegmentation', option, expected, received, shown: received });
