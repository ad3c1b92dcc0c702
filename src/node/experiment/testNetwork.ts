import type * as tf from '@tensorflow/tfjs';

import type { Sample } from '../../data/sample';
import { evaluateVolumes } from '../../metrics/evaluateVolumes';
import type { VolumePair } from '../../metrics/volumePair';
import { bestGreyInterval, type GreyInterval } from '../../report/bestGreyInterval';
import type { NetworkScores } from '../../report/networkResult';
import { predictSamples } from '../../training/predictSamples';
import type { ExperimentData, TestScan } from './experimentData';
import type { ShownSlice } from './jobFolder';

/** Result of a test. */
export interface NetworkTest {
  readonly scores: NetworkScores;
  readonly baseline: GreyInterval;
  readonly shown: readonly ShownSlice[];
}

/** Maximum number of slices shown. */
const mostShown = 6;

/**
 * Scores a network on all test scans, with and without averaging over flips, one scan at a time.
 *
 * @param main prediction of the slices to show
 * @throws the signal's reason after an abort
 */
export async function testNetwork(
  model: tf.LayersModel,
  { test }: Pick<ExperimentData, 'test'>,
  main: keyof NetworkScores,
  signal: AbortSignal | undefined,
): Promise<NetworkTest> {
  const shown: ShownSlice[] = [];
  async function* predicted(prediction: keyof NetworkScores): AsyncGenerator<VolumePair> {
    for (const scan of test) {
      const volume = await predictScan(model, scan, prediction === 'flips', signal);
      if (prediction === main) shown.push(...(await slicesToShow(scan, volume)).slice(0, mostShown - shown.length));
      yield volume;
    }
  }
  return {
    scores: { flips: await evaluateVolumes(predicted('flips')), plain: await evaluateVolumes(predicted('plain')) },
    baseline: await bestGreyInterval(samplesIn(test)),
    shown,
  };
}

interface PredictedScan extends VolumePair {
  readonly truth: { readonly data: Uint8Array; readonly shape: number[]; readonly spacing: readonly number[] | null };
  readonly prediction: PredictedScan['truth'];
}

async function predictScan(
  model: tf.LayersModel,
  { patient, name, spacing, samples }: TestScan,
  flips: boolean,
  signal: AbortSignal | undefined,
): Promise<PredictedScan> {
  const [truth, prediction]: Uint8Array[][] = [[], []];
  const slices: string[] = [];
  let shape = [0, 0, 0];
  for await (const { sample, probabilities } of predictSamples(model, samples, { flips })) {
    signal?.throwIfAborted();
    truth!.push(sample.mask);
    prediction!.push(Uint8Array.from(probabilities, (p) => (p > 0.5 ? 1 : 0)));
    slices.push(sample.name);
    shape = [samples.length, sample.height, sample.width];
  }
  const mask = (pieces: readonly Uint8Array[]) => ({ data: joined(pieces), shape, spacing });
  return { patient, name, slices, truth: mask(truth!), prediction: mask(prediction!) };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * Chooses slices by ground truth alone, so that all networks show the same: those with the largest and the median share
 * of liver.
 */
async function slicesToShow({ samples }: TestScan, { truth, prediction }: PredictedScan): Promise<ShownSlice[]> {
  const [depth, height, width] = truth.shape as [number, number, number];
  const sliceOf = (data: Uint8Array, index: number) => data.slice(index * height * width, (index + 1) * height * width);
  const liver = Array.from({ length: depth }, (_, index) => ({
    index,
    area: sliceOf(truth.data, index).reduce((sum, value) => sum + value, 0),
  })).sort((a, b) => b.area - a.area || a.index - b.index);
  const withLiver = liver.filter(({ area }) => area > 0);
  const chosen = new Set([liver[0]!, withLiver[Math.floor(withLiver.length / 2)] ?? liver[0]!]);
  return Promise.all(
    [...chosen].map(async ({ index }) => ({
      sample: await samples.read(index),
      prediction: sliceOf(prediction.data, index),
    })),
  );
}

async function* samplesIn(scans: readonly TestScan[]): AsyncGenerator<Sample> {
  for (const { samples } of scans) for (let i = 0; i < samples.length; i++) yield samples.read(i);
}
