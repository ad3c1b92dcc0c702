// Runs in a page or a worker, bundled or not: what a stranger's page would do.
import * as tf from '@tensorflow/tfjs';
import { bceDiceLoss, buildMsaUnet } from 'msa-unet';
import { useBackend } from 'msa-unet/browser';

/** Trains ten steps on a backend and predicts; the error if there is one. */
export async function check(backend, options) {
  try {
    const { name, detail, reason } = await useBackend(backend, { log: null, ...options });
    return { name, detail, reason, ...(await train()) };
  } catch (error) {
    return { error: String(error) };
  }
}

export async function train() {
  const model = buildMsaUnet([32, 32, 1], { baseFilters: 2, seed: 1 });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: bceDiceLoss() });
  const x = tf.randomUniform([2, 32, 32, 1], 0, 1, 'float32', 1);
  const y = tf.tidy(() => tf.cast(tf.greater(x, 0.5), 'float32'));
  const losses = [];
  for (let step = 0; step < 10; step++) losses.push(await model.trainOnBatch(x, y));
  const output = model.predict(x);
  const prediction = Array.from((await output.data()).subarray(0, 8));
  tf.dispose([x, y, output]);
  model.dispose();
  return { losses, prediction };
}
