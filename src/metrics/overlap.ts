/** Overlap of prediction and ground truth, in pixels (or voxels). */
export interface Overlap {
  /** True positives: in both masks. */
  tp: number;
  /** False positives: only in the prediction. */
  fp: number;
  /** False negatives: only in the ground truth. */
  fn: number;
}

/**
 * Weights w of the four metrics w·tp / (w·tp + w·fp + w·fn). All range from 0 to 1; larger is better.
 *
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 8–11
 */
export const OVERLAP_WEIGHTS = {
  diceCoefficient: { tp: 2, fp: 1, fn: 1 }, // Eq. 8
  intersectionOverUnion: { tp: 1, fp: 1, fn: 1 }, // Eq. 9
  precision: { tp: 1, fp: 1, fn: 0 }, // Eq. 10
  recall: { tp: 1, fp: 0, fn: 1 }, // Eq. 11
} as const satisfies Record<OverlapMetricName, Overlap>;

/** Names of the four overlap metrics, as in logs and reports. */
export type OverlapMetricName = 'diceCoefficient' | 'intersectionOverUnion' | 'precision' | 'recall';

export const OVERLAP_METRIC_NAMES = Object.keys(OVERLAP_WEIGHTS) as OverlapMetricName[];

/** Computes one metric of one item: `emptyValue` if both masks are empty, 0 if exactly one is. */
export function overlapScore(name: OverlapMetricName, { tp, fp, fn }: Overlap, emptyValue: number): number {
  if (tp + fp + fn === 0) return emptyValue;
  const weight = OVERLAP_WEIGHTS[name];
  return tp === 0 ? 0 : (weight.tp * tp) / (weight.tp * tp + weight.fp * fp + weight.fn * fn);
}
