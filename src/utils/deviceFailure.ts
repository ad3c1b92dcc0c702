import * as tf from '@tensorflow/tfjs';

import { nextTurn } from './nextTurn';

/**
 * Resolves when the WebGPU device fails: when it is lost or reports an uncaught error, after which tfjs would compute
 * garbage or hang. Stays pending otherwise, and on other backends.
 */
export function deviceFailure(): Promise<Error> {
  const { device } = tf.backend() as tf.KernelBackend & { device?: GPUDevice };
  if (tf.getBackend() !== 'webgpu' || !device?.lost) return new Promise(() => undefined);
  const known = failures.get(device);
  if (known) return known;
  const failure = new Promise<Error>((resolve) => {
    device.lost.then(({ reason, message }) => resolve(lost(reason, message)));
    device.addEventListener('uncapturederror', (event) => resolve(faulty((event as GPUUncapturedErrorEvent).error)));
  });
  failures.set(device, failure);
  return failure;
}

/** One listener per device, for any number of calls. */
const failures = new WeakMap<GPUDevice, Promise<Error>>();

/**
 * Returns the result of `work`, or rejects as soon as the device fails.
 *
 * @param stop called on a failure, to stop work that does not hang
 */
export async function orDeviceFailure<T>(work: () => Promise<T>, stop: () => void): Promise<T> {
  const failure = deviceFailure().then((error) => {
    stop();
    throw error;
  });
  const done = work().finally(nextTurn); // a late failure comes first, and before errors that it causes
  return Promise.race([failure, done]);
}

const lost = (reason: string, message: string) =>
  new Error(
    `WebGPU has lost the graphics card (${reason || 'unknown'}: ${firstLine(message)}): its driver was reset, its memory ran ` +
      `out, or somebody destroyed the device. ${advice}`,
  );

const faulty = (error: GPUError) =>
  new Error(
    `WebGPU reports an error, and what it computes is wrong from here on: ${firstLine(error.message)}. ${advice}`,
  );

const advice =
  'Restart the program and resume from the last checkpoint; if memory ran out, use smaller batches, smaller images or ' +
  'fewer filters';

const firstLine = (message: string) => message.trim().split('\n')[0]!.replace(/\.$/, '');
