import type * as tf from '@tensorflow/tfjs';

/** All weights of a model, by name. */
export const weightsOf = (model: tf.LayersModel): [string, number[]][] =>
  model.weights.map((weight) => [weight.originalName, [...weight.read().dataSync()]]);
