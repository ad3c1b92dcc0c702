import * as tf from '@tensorflow/tfjs';

import { nextTurn } from './nextTurn';

/**
 * Settles when the graphics card of a WebGPU device fails: it is lost, or reports an error that nobody catches, after which
 * tfjs would compute garbage or wait for ever. Pending as long as all is well, and on other backends.
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

/** One listener per device, however often somebody asks. */
const failures = new WeakMap<GPUDevice, Promise<Error>>();

/**
 * What `work` gives, or the failure of the graphics card as soon as that comes.
 *
 * @param stop is called on a failure: work that does not hang must not go on
 */
export async function orDeviceFailure<T>(work: () => Promise<T>, stop: () => void): Promise<T> {
  const failure = deviceFailure().then((error) => {
    stop();
    throw error;
  });
  const done = work().finally(nextTurn); // a failure of the last moment comes first, and before errors that follow from it
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
  'Start the program anew and go on from the last checkpoint; if memory was short, with smaller batches, smaller images or ' +
  'fewer filters';

const firstLine = (message: string) => message.trim().split('\n')[0]!.replace(/\.$/, '');
