import { countInside, type Mask, requireSameGrid } from './mask';

/**
 * Computes the relative volume difference in per cent, 100 (|P| − |G|) / |G|; negative if the prediction is smaller
 * than the ground truth. Many papers print its absolute value (RAVD).
 *
 * 0 if both masks are empty, NaN if only the ground truth is.
 *
 * @throws OptionError if the shapes differ
 * @example
 * ```ts
 * import { relativeVolumeDifference } from 'msa-unet';
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2], spacing: null };
 * const prediction = { ...truth, data: [1, 1, 1, 0] };
 * console.log(relativeVolumeDifference(truth, prediction)); // 50
 * ```
 */
export function relativeVolumeDifference(truth: Mask, prediction: Mask): number {
  requireSameGrid('relativeVolumeDifference', truth, prediction);
  return differenceOfCounts(countInside(truth.data), countInside(prediction.data));
}

/** Computes the relative volume difference from voxel counts. */
export function differenceOfCounts(truth: number, prediction: number): number {
  if (truth === 0) return prediction === 0 ? 0 : Number.NaN;
  return (100 * (prediction - truth)) / truth;
}
