import type * as tf from '@tensorflow/tfjs';
import {
  type LabelTable,
  maskOfProbabilities,
  predictSamples,
  type Sample,
  type Samples,
  type SegmentationReport,
  SegmentationScores,
} from 'msa-unet';

/** One test slice with its predicted mask. */
export interface ScoredSlice {
  readonly sample: Sample;
  /** 1 for liver, or labels as in the mask of the sample. */
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
  /** What the masks hold. `null`: the liver. */
  readonly labels: LabelTable | null;
}

/** Predicts and scores every test slice. */
export async function scoreTest(model: tf.LayersModel, test: Samples): Promise<TestScores> {
  const { labels = null } = test;
  const all = new SegmentationScores({ labels });
  const slices: ScoredSlice[] = [];
  for await (const { sample, probabilities } of predictSamples(model, test)) {
    const predicted = labels
      ? maskOfProbabilities(probabilities, labels)
      : Uint8Array.from(probabilities, (p) => (p > 0.5 ? 1 : 0));
    add(all, { sample, predicted }, labels);
    slices.push({ sample, predicted, scores: await microScores([{ sample, predicted }], labels) });
  }
  const names = [...new Set(slices.map(({ sample }) => sample.patient))];
  const patients = names.map(async (patient) => {
    const own = slices.filter(({ sample }) => sample.patient === patient);
    return { patient, slices: own.length, scores: await microScores(own, labels) };
  });
  return { report: await all.result(), patients: await Promise.all(patients), slices, labels };
}

type Predicted = Pick<ScoredSlice, 'sample' | 'predicted'>;

function add(scores: SegmentationScores, { sample, predicted }: Predicted, labels: LabelTable | null): void {
  const { mask, patient, undrawn } = sample;
  if (labels) scores.addLabels(mask, predicted, patient, undrawn);
  else scores.addMask(mask, predicted, patient);
}

async function microScores(
  slices: readonly Predicted[],
  labels: LabelTable | null,
): Promise<SegmentationReport['micro']> {
  const scores = new SegmentationScores({ labels });
  for (const slice of slices) add(scores, slice, labels);
  return (await scores.result()).micro;
}

/**
 * The slices to show: for each patient, the slice with labels that has the median DSC and the one that has the lowest.
 * A patient without labels contributes slices with false positives.
 */
export function slicesToShow({ patients, slices }: TestScores, atMost = 12): ScoredSlice[] {
  const chosen = patients.flatMap(({ patient }) => {
    const own = slices.filter(({ sample }) => sample.patient === patient);
    const drawn = own.filter(({ sample }) => sample.mask.some(isInside));
    const falseAlarms = own.filter(({ predicted }) => predicted.some(isInside));
    const sorted = (drawn.length > 0 ? drawn : falseAlarms).sort(
      (a, b) => a.scores.diceCoefficient - b.scores.diceCoefficient,
    );
    return [...new Set([sorted[Math.floor(sorted.length / 2)], sorted[0]])].filter((slice) => slice !== undefined);
  });
  return chosen.slice(0, atMost);
}

const isInside = (code: number) => code !== 0 && code !== 255;
