import { countMaskOverlap } from './countOverlap';
import type { Mask } from './mask';
import { OVERLAP_METRIC_NAMES, type Overlap, type OverlapMetricName, overlapScore } from './overlap';
import { differenceOfCounts } from './relativeVolumeDifference';
import { type SurfaceDistances, surfaceDistances } from './surfaceDistances';

/** All scores of one slice or volume; NaN where a score is undefined. */
export interface ItemScores extends Overlap, Record<OverlapMetricName, number>, SurfaceDistances {
  /** Volume of the ground truth in ml; a slice counts with its thickness. */
  truthMl: number;
  /** Volume of the predicted mask in ml. */
  predictionMl: number;
  /** Predicted minus true volume, in ml. */
  volumeDifferenceMl: number;
  /** Predicted minus true volume, in per cent of the true volume. */
  relativeVolumeDifference: number;
  /** Absolute value of `relativeVolumeDifference` (RAVD). */
  absoluteRelativeVolumeDifference: number;
}

/** Name of a score: overlap, distances in mm, volumes in ml, differences in per cent. */
export type ScoreName = Exclude<keyof ItemScores, keyof Overlap>;

export const SCORE_NAMES: readonly ScoreName[] = [
  ...OVERLAP_METRIC_NAMES,
  'hausdorffDistance',
  'hausdorff95',
  'averageSymmetricSurfaceDistance',
  'truthMl',
  'predictionMl',
  'volumeDifferenceMl',
  'relativeVolumeDifference',
  'absoluteRelativeVolumeDifference',
];

/** How an item is scored. */
export interface ItemScoring {
  /** Overlap scores of two empty masks. */
  readonly emptyValue: number;
  /** Whether masks have no surface at the ends of the array. */
  readonly openEnds: boolean;
  /** Volume of a voxel, or of a pixel with the thickness of its slice. */
  readonly ml: number;
}

/**
 * Scores one volume, or one slice. Distances and volumes are NaN without a spacing.
 */
export function itemScores(truth: Mask, prediction: Mask, { emptyValue, openEnds, ml }: ItemScoring): ItemScores {
  const counts = countMaskOverlap(truth.data, prediction.data, 0.5);
  return {
    ...counts,
    ...overlapScores(counts, emptyValue),
    ...(truth.spacing ? surfaceDistances(truth, prediction, { openEnds }) : noDistances),
    ...volumeScores(counts, ml),
  };
}

/** Computes the four overlap metrics of one item. */
export function overlapScores(counts: Overlap, emptyValue: number): Record<OverlapMetricName, number> {
  const score = (name: OverlapMetricName) => overlapScore(name, counts, emptyValue);
  return {
    diceCoefficient: score('diceCoefficient'),
    intersectionOverUnion: score('intersectionOverUnion'),
    precision: score('precision'),
    recall: score('recall'),
  };
}

const noDistances: SurfaceDistances = {
  hausdorffDistance: Number.NaN,
  hausdorff95: Number.NaN,
  averageSymmetricSurfaceDistance: Number.NaN,
};

function volumeScores({ tp, fp, fn }: Overlap, ml: number) {
  const relativeVolumeDifference = differenceOfCounts(tp + fn, tp + fp);
  return {
    truthMl: (tp + fn) * ml,
    predictionMl: (tp + fp) * ml,
    volumeDifferenceMl: (fp - fn) * ml,
    relativeVolumeDifference,
    absoluteRelativeVolumeDifference: Math.abs(relativeVolumeDifference),
  };
}
