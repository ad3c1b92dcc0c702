import * as tf from '@tensorflow/tfjs';

/** Makes a backend current. Throws Error if it is not registered or does not start; the current one then stays. */
export async function makeCurrent(name: string): Promise<void> {
  const before = tf.getBackend();
  const started = tf.findBackendFactory(name) !== null && (await tf.setBackend(name));
  if (started) return;
  if (before) await tf.setBackend(before);
  throw new Error(`tfjs could not start its "${name}" backend`);
}
