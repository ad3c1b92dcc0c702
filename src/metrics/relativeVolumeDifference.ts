import { countInside, type Mask, requireSameGrid } from './mask';

/**
 * By how many per cent the predicted mask is larger than the true one, 100 (|P| − |G|) / |G|: below 0 where it is smaller.
 * Many papers print the absolute value (RAVD).
 *
 * 0 if both masks are empty, NaN if only the true one is.
 *
 * @throws RangeError if the shapes differ
 */
export function relativeVolumeDifference(truth: Mask, prediction: Mask): number {
  requireSameGrid('relativeVolumeDifference', truth, prediction);
  return differenceOfCounts(countInside(truth.data), countInside(prediction.data));
}

/** The same for masks that are counted already. */
export function differenceOfCounts(truth: number, prediction: number): number {
  if (truth === 0) return prediction === 0 ? 0 : Number.NaN;
  return (100 * (prediction - truth)) / truth;
}
