import * as tf from '@tensorflow/tfjs';

import { useBackend } from '../../src/node/backends/useBackend';

/** Prints the sum of a product of matrices of ones, computed by two threads, and leaves it to Node to end. */
await useBackend('wasm', { threads: 2, log: null });
const sum = tf.tidy(() => tf.matMul(tf.ones([300, 200]), tf.ones([200, 100])).sum());
process.stdout.write(String(await sum.data()));
