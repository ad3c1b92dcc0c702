// What a stranger's page or worker would do, for every bundler as it is.
import * as tf from '@tensorflow/tfjs';
import { bceDiceLoss, buildMsaUnet, buildUnet, readVolume } from 'msa-unet';
import { useBackend } from 'msa-unet/browser';

/** Trains on a backend and predicts; or the message of the error. `small`: the smallest U-Net, for emulated GPUs. */
export async function check(backend, { small = false, ...options } = {}) {
  try {
    const { name, detail, reason } = await useBackend(backend, { log: null, ...options });
    return { name, detail, reason, ...(await train(small)) };
  } catch (error) {
    return { error: error.message };
  }
}

/** Ten steps: their losses, and what the network then predicts. */
export async function train(small = false) {
  const size = small ? 32 : 64; // threads share what is worth it
  const model = (small ? buildUnet : buildMsaUnet)([size, size, 1], { baseFilters: small ? 2 : 4, seed: 1 });
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-7); // on WebGL, tfjs's own epsilon is 1e-4
  model.compile({ optimizer, loss: bceDiceLoss() });
  const x = tf.randomUniform([2, size, size, 1], 0, 1, 'float32', 1);
  const y = tf.tidy(() => tf.cast(tf.greater(x, 0.5), 'float32'));
  const losses = [];
  for (let step = 0; step < 10; step++) losses.push(await model.trainOnBatch(x, y));
  const output = model.predict(x);
  const prediction = Array.from(await output.data());
  tf.dispose([x, y, output]);
  model.dispose();
  return { losses, prediction };
}

/** Reads a slice in JPEG 2000, which loads the codec: the sum of its Hounsfield units. */
export async function readSlice() {
  const bytes = await (await fetch('/slice.dcm')).arrayBuffer();
  const { data } = await readVolume([new File([bytes], 'slice.dcm')], { onNote: null });
  return data.reduce((sum, hu) => sum + hu, 0);
}
