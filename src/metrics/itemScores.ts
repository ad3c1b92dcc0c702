import { countMaskOverlap } from './countOverlap';
import type { Mask } from './mask';
import { OVERLAP_METRIC_NAMES, type Overlap, type OverlapMetricName, overlapScore } from './overlap';
import { differenceOfCounts } from './relativeVolumeDifference';
import { waysBetween } from './surface/waysBetween';
import { shareWithin } from './surfaceDice';
import { distancesOf, type SurfaceDistances } from './surfaceDistances';

/** All scores of one slice or volume; NaN where a score is undefined. */
export interface ItemScores extends Overlap, Record<OverlapMetricName, number>, SurfaceDistances {
  /** Normalised surface Dice (NSD), from 0 to 1; present if a tolerance is given. See {@link surfaceDice}. */
  surfaceDice?: number;
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

/** Name of a score that every item has: overlap, distances in mm, volumes in ml, differences in per cent. */
export type ScoreName = Exclude<keyof ItemScores, keyof Overlap | 'surfaceDice'>;

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

/** Names of the scores that items have: NSD too, if any has it. */
export const scoreNames = (items: readonly Pick<ItemScores, 'surfaceDice'>[]): (ScoreName | 'surfaceDice')[] => [
  ...SCORE_NAMES,
  ...(items.some((item) => item.surfaceDice !== undefined) ? ['surfaceDice' as const] : []),
];

/** How an item is scored. */
export interface ItemScoring {
  /** Overlap scores, NSD included, of two empty masks. */
  readonly emptyValue: number;
  /** Whether masks have no surface at the ends of the array. */
  readonly openEnds: boolean;
  /** Volume of a voxel, or of a pixel with the thickness of its slice. */
  readonly ml: number;
  /** Tolerance of the NSD in mm. `null`: no NSD. @defaultValue `null` */
  readonly tolerance?: number | null;
}

/** Scores one volume, or one slice. Distances and volumes are NaN without a spacing. */
export function itemScores(truth: Mask, prediction: Mask, how: ItemScoring): ItemScores {
  const counts = countMaskOverlap(truth.data, prediction.data, 0.5);
  return {
    ...counts,
    ...overlapScores(counts, how.emptyValue),
    ...surfaceScores(truth, prediction, how, counts),
    ...volumeScores(counts, how.ml),
  };
}

/** Measures the ways between the surfaces once, for all scores. */
function surfaceScores(
  truth: Mask,
  prediction: Mask,
  { emptyValue, openEnds, tolerance = null }: ItemScoring,
  { tp, fp, fn }: Overlap,
): SurfaceDistances & Pick<ItemScores, 'surfaceDice'> {
  if (!truth.spacing) return tolerance === null ? noDistances : { ...noDistances, surfaceDice: Number.NaN };
  const ways = waysBetween('surfaceDistances', truth, prediction, openEnds);
  const distances = distancesOf(ways);
  if (tolerance === null) return distances;
  return { ...distances, surfaceDice: tp + fp + fn === 0 ? emptyValue : shareWithin(ways, tolerance) };
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
