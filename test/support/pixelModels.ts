import * as tf from '@tensorflow/tfjs';

type Side = number | null;

/** A model whose probability is above one half exactly where the grey level is; or its logits. */
export function brightModel(sides: readonly [Side, Side] = [null, null], last: 'sigmoid' | 'linear' = 'sigmoid') {
  const model = tf.sequential({
    layers: [tf.layers.conv2d({ inputShape: [...sides, 1], filters: 1, kernelSize: 1, activation: last })],
  });
  return withWeights(model, [[20], [-10]]);
}

/** A model of fixed size whose every pixel is the mean of the image. */
export function meanModel(side: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.averagePooling2d({ inputShape: [side, side, 1], poolSize: side, strides: side }),
      tf.layers.upSampling2d({ size: [side, side] }),
    ],
  });
}

/** A model whose every pixel is the one to the left, 0 in the first column: turned round, it looks to the other side. */
export function leftModel(): tf.LayersModel {
  const conv = tf.layers.conv2d({ inputShape: [null, null, 1], filters: 1, kernelSize: [1, 3], padding: 'same' });
  return withWeights(tf.sequential({ layers: [conv] }), [[1, 0, 0], [0]]);
}

/** A model of three classes: background below 1/3, then one class up to 2/3, then the other. */
export function threeClassModel(): tf.LayersModel {
  const conv = tf.layers.conv2d({ inputShape: [null, null, 1], filters: 3, kernelSize: 1, activation: 'softmax' });
  return withWeights(tf.sequential({ layers: [conv] }), [
    [0, 60, 120],
    [0, -20, -60],
  ]);
}

function withWeights(model: tf.LayersModel, values: readonly (readonly number[])[]): tf.LayersModel {
  tf.tidy(() => model.setWeights(model.getWeights().map(({ shape }, i) => tf.tensor([...values[i]!], shape))));
  return model;
}
