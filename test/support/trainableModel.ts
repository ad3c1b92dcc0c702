import * as tf from '@tensorflow/tfjs';

import { type Sample, samplesOf } from '../../src/data/sample';
import { Random } from '../../src/utils/random';

/** Three 1×1 units with batch norm: the smallest thing that trains on every backend with stock layers. */
export function trainableModel({
  seed = 1,
  l2 = 0,
  width = 4,
  last = 'sigmoid' as 'sigmoid' | 'linear',
} = {}): tf.LayersModel {
  const conv = (name: string, filters: number, activation: 'relu' | 'sigmoid' | 'linear') =>
    tf.layers.conv2d({
      name,
      filters,
      kernelSize: 1,
      activation,
      kernelInitializer: tf.initializers.glorotNormal({ seed }),
      kernelRegularizer: l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined,
    });
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [null, null, 1] }),
      conv('first', width, 'relu'),
      tf.layers.batchNormalization({ name: 'bn', momentum: 0.5 }),
      conv('head', 1, last),
    ],
  });
}

/** Noise of 8×8 pixels whose bright pixels are the liver. */
export function brightSamples(count: number, seed: number) {
  const random = new Random(seed);
  const sample = (i: number): Sample => {
    const image = Float32Array.from({ length: 64 }, () => random.uniform());
    const mask = Uint8Array.from(image, (level) => (level > 0.6 ? 1 : 0));
    return { patient: `patient-${i % 2}`, name: `slice-${i}`, height: 8, width: 8, image, mask };
  };
  return samplesOf(Array.from({ length: count }, (_, i) => sample(i)));
}

/** All weights of a model, in one list. */
export const weightsOf = (model: tf.LayersModel): number[] =>
  model.getWeights().flatMap((weight) => [...weight.dataSync()]);
