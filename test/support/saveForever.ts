import * as tf from '@tensorflow/tfjs';

import { fileSystem } from '../../src/node/fileSystem';

/** Saves models of equal weights, 0, 1, 2, …, until it is killed. */
const model = tf.sequential({
  layers: [tf.layers.dense({ name: 'd', units: 64, inputShape: [1024], useBias: false })],
});
for (let value = Number(process.argv[3]); ; value++) {
  tf.tidy(() => model.setWeights([tf.fill([1024, 64], value)]));
  await model.save(fileSystem(process.argv[2]!));
  process.stdout.write(`${value}\n`);
}
