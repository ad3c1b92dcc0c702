import * as tf from '@tensorflow/tfjs';

import { nextTurn } from '../utils/nextTurn';
import { openBackend } from './runKernel';

/**
 * Returns the result of `work`, or rejects as soon as the current backend fails.
 *
 * @param stop called on a failure, to stop work that does not hang
 */
export async function orBackendFailure<T>(work: () => Promise<T>, stop: () => void): Promise<T> {
  const failure = failureOfBackend().then((error) => {
    stop();
    throw error;
  });
  const done = work().finally(nextTurn); // a late failure comes first, and before errors that it causes
  return Promise.race([failure, done]);
}

/** Resolves when the current backend fails and computes garbage from then on; stays pending otherwise. */
const failureOfBackend = (): Promise<Error> => openBackend()?.failure?.(tf.backend()) ?? new Promise(() => undefined);
