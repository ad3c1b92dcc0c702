import * as tf from '@tensorflow/tfjs';

import { useBackend } from '../../src/node/backends/useBackend';
import { conv2d } from '../../src/ops/conv2d';

/** Prints the sum of a convolution of ones by ones, computed by two threads, and leaves it to Node to end. */
await useBackend('wasm', { threads: 2, log: null });
const sum = tf.tidy(() => conv2d(tf.ones([1, 256, 256, 4]), tf.ones([1, 1, 4, 8])).sum());
process.stdout.write(String(await sum.data()));
