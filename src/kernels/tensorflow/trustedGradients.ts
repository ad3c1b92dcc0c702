import * as tf from '@tensorflow/tfjs';

import { convAttributes } from './backend';
import { runOnOneDnn } from './oneDnn';

/** A filter of 3×3, and so the gradient of one pixel: every tap where it lies. */
const taps = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Looks at a gradient that is known, before any other is trusted: oneDNN's input gradient of TensorFlow 2.21 leaves taps out
 * on AMD's Zen 5, without an error. The current backend must be TensorFlow.
 */
export function checkInputGradients(): void {
  areTrusted = tf.tidy(() => {
    const inputs = [tf.tensor1d([1, 3, 3, 1], 'int32'), tf.tensor4d(taps, [3, 3, 1, 1]), tf.ones([1, 1, 1, 1])];
    const [gradient] = runOnOneDnn('Conv2DBackpropInput', inputs, convAttributes(2, 1, 'valid'));
    return gradient!.dataSync().join() === taps.join();
  });
}

let areTrusted = true;

/** Whether TensorFlow's gradients of convolutions with respect to the input are right on this machine. */
export const trustsInputGradients = (): boolean => areTrusted;
