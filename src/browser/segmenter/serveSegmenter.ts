import type { Port } from './protocol';
import { WorkerEnd } from './workerEnd';

/**
 * Answers the calls of {@link createSegmenter} in a worker of your own: a module worker that registers the layers of your
 * models and then calls this function.
 *
 * @throws Error if it is not called in a worker
 * @example
 * ```ts no-run
 * // worker.ts; the page passes new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
 * import * as tf from '@tensorflow/tfjs';
 * import { serveSegmenter } from 'msa-unet/browser';
 *
 * class Threshold extends tf.layers.Layer {
 *   static className = 'Threshold';
 *   override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
 *     return tf.tidy(() => [inputs].flat()[0]!.greater(0.5).toFloat());
 *   }
 * }
 *
 * tf.serialization.registerClass(Threshold);
 * serveSegmenter();
 * ```
 */
export function serveSegmenter(): void {
  if (typeof document !== 'undefined' || typeof globalThis.postMessage !== 'function')
    throw new Error('serveSegmenter: call it in a worker; pages call createSegmenter');
  new WorkerEnd(globalThis as object as Port);
}
