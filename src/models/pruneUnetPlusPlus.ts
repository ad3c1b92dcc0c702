import * as tf from '@tensorflow/tfjs';
import { Conv2D } from '../layers/conv2d';
import { DoubleConv } from '../layers/doubleConv';
import { invalidOption } from '../utils/errors';
import { OptionError } from '../utils/optionError';
import type { ResolvedHead } from './head';
import type { InputShape } from './inputImage';
import { withMetadata } from './metadata';
import { buildUnetPlusPlus, type UnetPlusPlusOptions } from './unetPlusPlus';

/**
 * Makes the fast mode of UNet++: a smaller network of the nodes x(i,j) with i + j ≤ `level` and the head of that level,
 * with copies of their weights.
 *
 * Its output equals that head's output in the full network, and it takes images whose sides are multiples of 2^`level`.
 * Levels below the last need a network with `deepSupervision`, which trains all heads.
 *
 * @throws OptionError if the model is not a UNet++ or has no head of that level
 * @see Zhou et al., UNet++, 2018, https://arxiv.org/abs/1807.10165, Fig. 1c
 * @example
 * ```ts
 * import { buildUnetPlusPlus, pruneUnetPlusPlus } from 'msa-unet';
 *
 * const model = buildUnetPlusPlus([32, 32, 1], { baseFilters: 2, depth: 2, deepSupervision: true });
 * const fast = pruneUnetPlusPlus(model, 1);
 * console.log(fast.countParams() < model.countParams()); // true
 * ```
 */
export function pruneUnetPlusPlus(model: tf.LayersModel, level: 1 | 2 | 3 | 4): tf.LayersModel {
  const first = model.layers.find(({ name }) => name === 'x00');
  if (!(first instanceof DoubleConv))
    throw invalidOption('pruneUnetPlusPlus', 'model', 'made by buildUnetPlusPlus', model.name);
  const head = model.layers.find(({ name }) => name === `head${level}`);
  if (!(head instanceof Conv2D)) {
    const heads = model.layers.flatMap(({ name }) => (/^head/.test(name) ? name : []));
    throw new OptionError({
      owner: 'pruneUnetPlusPlus',
      option: 'level',
      expected: 'that of a head',
      received: level,
      shown: `${level}, and the model has ${heads.join(', ')}`,
      fix: { action: 'build it with `deepSupervision`' },
    });
  }
  const shape = model.inputs[0]!.shape.slice(1) as InputShape;
  const pruned = buildUnetPlusPlus(shape, { ...optionsOf(first, head), depth: level });
  copyWeights(model, pruned);
  return withMetadata(pruned, model);
}

function optionsOf(first: DoubleConv, head: Conv2D): UnetPlusPlusOptions {
  const { filters, activation } = head.getConfig() as tf.serialization.ConfigDict & ResolvedHead;
  return { ...first.unitOptions, seed: null, baseFilters: first.filters, classes: filters, activation };
}

/** Copies all weights of the target by name. */
function copyWeights(from: tf.LayersModel, to: tf.LayersModel): void {
  const weights = new Map(from.weights.map((weight) => [weight.originalName, weight]));
  for (const weight of to.weights)
    tf.tidy(() => {
      const value = weights.get(weight.originalName)!.read();
      weight.write(tf.add(value, 0)); // copies the data
    });
}
