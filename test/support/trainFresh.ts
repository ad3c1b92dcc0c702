import * as tf from '@tensorflow/tfjs';

import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { buildUnet } from '../../src/models/unet';
import { type BackendName, useBackend } from '../../src/node/backends/useBackend';
import { fusedAdam } from '../../src/training/optimizer/fusedAdam';

/** Trains a small network on a backend, and prints with which Node, and the losses, as JSON. */
const [backend] = process.argv.slice(2);
await useBackend(backend as BackendName, { log: null });
const model = buildUnet([16, 16, 1], { baseFilters: 1, seed: 1 });
model.compile({ optimizer: fusedAdam({ learningRate: 0.02 }), loss: bceDiceLoss() });
const x = tf.randomUniform([4, 16, 16, 1], 0, 1, 'float32', 3);
const y = tf.cast(tf.greater(x, 0.5), 'float32');
const { history } = await model.fit(x, y, { epochs: 4, batchSize: 2, shuffle: false, verbose: 0 });
process.stdout.write(JSON.stringify({ node: process.version, losses: history.loss }), () => process.exit()); // WebGPU stays
