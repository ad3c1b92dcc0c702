import type * as tf from '@tensorflow/tfjs';
import { predictSamples, type Sample, type Samples, type SegmentationReport, SegmentationScores } from 'msa-unet';

/** One test slice with its predicted mask. */
export interface ScoredSlice {
  readonly sample: Sample;
  /** 1 for liver. */
  readonly predicted: Uint8Array;
  readonly scores: SegmentationReport['micro'];
}

/** The scores of one test patient, with all slices taken as one volume. */
export interface ScoredPatient {
  readonly patient: string;
  readonly slices: number;
  readonly scores: SegmentationReport['micro'];
}

/** The scores of a model on held-out slices. */
export interface TestScores {
  readonly report: SegmentationReport;
  readonly patients: readonly ScoredPatient[];
  readonly slices: readonly ScoredSlice[];
}

/** Predicts and scores every test slice. */
export async function scoreTest(model: tf.LayersModel, test: Samples): Promise<TestScores> {
  const all = new SegmentationScores();
  const slices: ScoredSlice[] = [];
  for await (const { sample, probabilities } of predictSamples(model, test)) {
    const predicted = Uint8Array.from(probabilities, (p) => (p > 0.5 ? 1 : 0));
    all.addMask(sample.mask, predicted, sample.patient);
    slices.push({ sample, predicted, scores: await microScores([{ sample, predicted }]) });
  }
  const names = [...new Set(slices.map(({ sample }) => sample.patient))];
  const patients = names.map(async (patient) => {
    const own = slices.filter(({ sample }) => sample.patient === patient);
    return { patient, slices: own.length, scores: await microScores(own) };
  });
  return { report: await all.result(), patients: await Promise.all(patients), slices };
}

async function microScores(
  slices: readonly Pick<ScoredSlice, 'sample' | 'predicted'>[],
): Promise<SegmentationReport['micro']> {
  const scores = new SegmentationScores();
  for (const { sample, predicted } of slices) scores.addMask(sample.mask, predicted);
  return (await scores.result()).micro;
}

/**
 * The slices to show: for each patient, the slice with liver that has the median DSC and the one that has the lowest.
 * A patient without liver contributes slices with false positives.
 */
export function slicesToShow({ patients, slices }: TestScores, atMost = 12): ScoredSlice[] {
  const chosen = patients.flatMap(({ patient }) => {
    const own = slices.filter(({ sample }) => sample.patient === patient);
    const withLiver = own.filter(({ sample }) => sample.mask.includes(1));
    const falseAlarms = own.filter(({ predicted }) => predicted.includes(1));
    const sorted = (withLiver.length > 0 ? withLiver : falseAlarms).sort(
      (a, b) => a.scores.diceCoefficient - b.scores.diceCoefficient,
    );
    return [...new Set([sorted[Math.floor(sorted.length / 2)], sorted[0]])].filter((slice) => slice !== undefined);
  });
  return chosen.slice(0, atMost);
}
