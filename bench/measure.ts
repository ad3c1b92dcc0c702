import { cpus } from 'node:os';

import * as tf from '@tensorflow/tfjs';
import { buildModel, describeModel, type ModelName } from 'msa-unet';
import type { BackendInfo, BackendName } from 'msa-unet/node';

import { dimensions } from './dimensions';
import { type PeakMemory, peakMemory } from './memory';
import { type Peer, startPeer } from './peer';
import { stockMsaUnet } from './stockMsaUnet';
import { matMulRate, medianTimes, type Times, timesOf, type Work, workOf } from './work';

/** What is measured, and how often. */
export interface Setup {
  model: ModelName;
  baseFilters: number;
  size: number;
  batch: number;
  rounds: number;
  /** Side of the square matrices of the product that stands for the backend's peak. */
  peakSize: number;
}

/** Medians over the rounds. */
export interface Measurement extends Setup {
  backend: BackendName;
  detail: string;
  versions: Readonly<Record<string, string>>;
  forward: Times;
  step: Times;
  /** Forward pass of the same composed of stock tf.layers; `null` for other networks than MSA-UNet. */
  stockForward: Times | null;
  /** The same in PyTorch, or why it is missing. */
  peer: { about: Peer['about']; forward: Times; step: Times } | string;
  memory: PeakMemory;
  /** Billions of multiply-adds of all convolutions, for the batch. */
  gigaMacs: number;
  peakGflops: number;
  /** Tensors that one training step leaves behind. */
  leaked: number;
}

/** Measures one network on one backend, turn by turn with its peers. Needs a process of its own. */
export async function measure(backend: BackendInfo, setup: Setup): Promise<Measurement> {
  const { batch, peakSize } = setup;
  const { size, width } = dimensions(setup.model, setup);
  const model = buildModel(setup.model, [size, size, 1], { ...width, seed: 1 });
  const own = workOf(model, batch);
  const memory = await peakMemory(backend.name, own.step);
  const before = tf.memory().numTensors;
  await own.step();
  const leaked = tf.memory().numTensors - before;

  const isMsaUnet = setup.model === 'msaUnet';
  const stock = isMsaUnet ? workOf(stockMsaUnet(size, setup.baseFilters), batch) : null;
  const hasPeer = isMsaUnet && backend.name !== 'cpu'; // whose single slice is too little for PyTorch's normalisation
  const threads = backend.name === 'tensorflow' ? cpus().length : 1;
  const peer = hasPeer ? await startPeer({ ...setup, size }, threads) : 'only MSA-UNet has one, beside native code';
  const times = await turnByTurn(own, stock, typeof peer === 'string' ? null : peer, setup.rounds);
  const peakGflops = await matMulRate(peakSize);
  backend.dispose();
  if (typeof peer !== 'string') peer.end();
  return {
    ...{ ...setup, size, backend: backend.name, detail: backend.detail, versions: backend.versions },
    forward: medianTimes(times.forward),
    step: medianTimes(times.step),
    stockForward: stock && medianTimes(times.stock),
    peer:
      typeof peer === 'string'
        ? peer
        : { about: peer.about, forward: medianTimes(times.peerForward), step: medianTimes(times.peerStep) },
    ...{ memory, gigaMacs: describeModel(model).gigaMacs * batch, peakGflops, leaked },
  };
}

async function turnByTurn(own: Work, stock: Work | null, peer: Peer | null, rounds: number) {
  const times = { forward: [], step: [], stock: [], peerForward: [], peerStep: [] } as Record<string, Times[]>;
  const works: Record<string, (() => Promise<Times>) | null> = {
    forward: () => timesOf(own.forward),
    peerForward: peer?.forward ?? null,
    stock: stock && (() => timesOf(stock.forward)),
    step: () => timesOf(own.step),
    peerStep: peer?.step ?? null,
  };
  for (let round = -warmUp; round < rounds; round++)
    for (const [name, work] of Object.entries(works)) {
      const taken = await work?.();
      if (taken && round >= 0) times[name]!.push(taken);
    }
  return times as Record<'forward' | 'step' | 'stock' | 'peerForward' | 'peerStep', Times[]>;
}

/** Rounds until all code is compiled. */
const warmUp = 2;
