import * as tf from '@tensorflow/tfjs';
import { bceDiceLoss, buildMsaUnet, fusedAdam } from 'msa-unet';
import type { BackendInfo, BackendName } from 'msa-unet/node';

import { gigaMacs, stockMsaUnet } from './stockMsaUnet';

/** What is measured: a small MSA-UNet, and how often. */
export interface Setup {
  baseFilters: number;
  size: number;
  batch: number;
  rounds: number;
  /** Side of the square matrices of the product that stands for the backend's peak. */
  peakSize: number;
}

/** Times are milliseconds, the medians over the rounds. */
export interface Measurement extends Setup {
  backend: BackendName;
  detail: string;
  versions: Readonly<Record<string, string>>;
  stockForward: number;
  forward: number;
  step: number;
  /** Billions of multiply-adds of all convolutions, for the batch. */
  gigaMacs: number;
  peakGflops: number;
  /** Tensors that one training step leaves behind. */
  leaked: number;
}

/** Measures forward passes and training steps of one network on one backend, turn by turn in this process. */
export async function measure(backend: BackendInfo, setup: Setup): Promise<Measurement> {
  const { size, baseFilters, batch, rounds } = setup;
  const stock = stockMsaUnet(size, baseFilters);
  const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
  const image = tf.randomUniform([batch, size, size, 1], 0, 1, 'float32', 1);
  const mask = tf.tidy(() => tf.mul(tf.ones(image.shape), tf.greater(image, 0.7)));
  const train = trainStep(model, image, mask);

  await train(); // optimizer slots, compiled shaders
  const before = tf.memory().numTensors;
  await train();
  const leaked = tf.memory().numTensors - before;

  const times = { stock: [] as number[], own: [] as number[], step: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    const stockForward = await time(() => forward(stock, image));
    const ownForward = await time(() => forward(model, image));
    const step = await time(train);
    if (round < 0) continue; // warm-up
    times.stock.push(stockForward);
    times.own.push(ownForward);
    times.step.push(step);
  }
  const peakGflops = await matMulRate(setup.peakSize);
  backend.dispose();
  return {
    ...setup,
    backend: backend.name,
    detail: backend.detail,
    versions: backend.versions,
    stockForward: median(times.stock),
    forward: median(times.own),
    step: median(times.step),
    gigaMacs: gigaMacs(stock) * batch,
    peakGflops,
    leaked,
  };
}

function trainStep(model: tf.LayersModel, image: tf.Tensor, mask: tf.Tensor): () => Promise<void> {
  const optimizer = fusedAdam();
  const loss = bceDiceLoss();
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return async () => {
    const value = optimizer.minimize(
      () => loss(mask, model.apply(image, { training: true }) as tf.Tensor),
      true,
      weights,
    );
    await value!.data();
    value!.dispose();
  };
}

async function forward(model: tf.LayersModel, image: tf.Tensor): Promise<void> {
  const prediction = model.predict(image, { batchSize: image.shape[0] }) as tf.Tensor;
  await prediction.data();
  prediction.dispose();
}

/** GFLOP/s of a product of square matrices: the best of ten. */
async function matMulRate(n: number): Promise<number> {
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

async function time(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
