import * as tf from '@tensorflow/tfjs';
import { buildMsaUnet, describeModel } from 'msa-unet';
import type { BackendInfo, BackendName } from 'msa-unet/node';

import { stockMsaUnet } from './stockMsaUnet';
import { matMulRate, median, time, type Work, workOf } from './work';

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
  const [stockWork, own] = [stock, model].map((network) => workOf(network, batch)) as [Work, Work];

  await own.step(); // optimizer slots, compiled shaders
  const before = tf.memory().numTensors;
  await own.step();
  const leaked = tf.memory().numTensors - before;

  const times = { stock: [] as number[], own: [] as number[], step: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    const stockForward = await time(stockWork.forward);
    const ownForward = await time(own.forward);
    const step = await time(own.step);
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
    gigaMacs: describeModel(model).gigaMacs * batch,
    peakGflops,
    leaked,
  };
}
