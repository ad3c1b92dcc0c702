import * as tf from '@tensorflow/tfjs';
import { bceDiceLoss, fusedAdam } from 'msa-unet';

import type { Times } from './statistics';

/** What is timed of a network. Both wait until the result is there. */
export interface Work {
  forward: () => Promise<void>;
  /** Loss, gradients and an update of all weights. */
  step: () => Promise<void>;
  /** Frees everything but the network. */
  dispose: () => void;
}

/** The work of a network of one class on random slices of its size. */
export function workOf(model: tf.LayersModel, batch: number, optimizer: tf.Optimizer = fusedAdam()): Work {
  const [, ...sides] = model.inputs[0]!.shape as number[];
  const image = tf.randomUniform([batch, ...sides], 0, 1, 'float32', 1);
  const mask = tf.tidy(() => tf.greater(image, 0.7).toFloat());
  const loss = bceDiceLoss();
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return {
    forward: async () => {
      const prediction = model.predict(image, { batchSize: batch }) as tf.Tensor;
      await prediction.data();
      prediction.dispose();
    },
    step: async () => {
      const predict = () => model.apply(image, { training: true }) as tf.Tensor;
      const value = optimizer.minimize(() => loss(mask, predict()), true, weights)!;
      await value.data();
      value.dispose();
    },
    dispose: () => {
      optimizer.dispose();
      tf.dispose([image, mask]);
    },
  };
}

/** GFLOP/s of a product of square matrices: the best of ten. */
export async function matMulRate(n: number): Promise<number> {
  const [a, b] = [tf.randomUniform([n, n]), tf.randomUniform([n, n])];
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 10; i++) {
    best = Math.min(
      best,
      await time(async () => {
        const corner = tf.tidy(() => tf.matMul(a, b).slice([0, 0], [1, 1]));
        await corner.data();
        corner.dispose();
      }),
    );
  }
  tf.dispose([a, b]);
  return (2 * n ** 3) / best / 1e6;
}

/** How long it takes. */
export async function timesOf(run: () => Promise<void>): Promise<Times> {
  const start = process.cpuUsage();
  const wall = await time(run);
  const { user, system } = process.cpuUsage(start);
  return { wall, processor: (user + system) / 1000 };
}

/** Milliseconds. */
export async function time(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
