import * as tf from '@tensorflow/tfjs';

/** Copies all weights of a model, in its order, batch norm's moving averages included. */
export async function readWeights(model: tf.LayersModel): Promise<Float32Array[]> {
  const values = await Promise.all(model.weights.map((weight) => weight.read().data()));
  return values.map((value) => Float32Array.from(value)); // on the cpu backend, `data` returns the weight itself
}

/** Writes values of {@link readWeights} into a model. */
export function writeWeights(model: tf.LayersModel, values: readonly Float32Array[]): void {
  const { weights } = model;
  tf.tidy(() => {
    values.forEach((value, i) => {
      const weight = weights[i]!;
      const { shape, dtype } = weight.read();
      weight.write(tf.tensor(value, shape, dtype));
    });
  });
}
