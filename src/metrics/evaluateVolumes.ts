import type { LabelTable } from '../data/labels/labelTable';
import type { EvaluationReport, LabelledReport } from './evaluationReport';
import type { Grid } from './maskScorer';
import { requirePair, type VolumePair } from './volumePair';
import { type EvaluateVolumesOptions, volumeScorer } from './volumeScorer';

/**
 * Scores predictions volume by volume and slice by slice: overlap, surface distances in mm, volumes in ml. Slices are
 * scored in two dimensions, volumes as a whole.
 *
 * Takes one pair at a time and releases it after scoring, so that a generator that predicts volume after volume keeps
 * only one in memory. If a spacing is `null`, distances and volumes are NaN. Options: {@link EvaluateVolumesOptions}.
 *
 * With a table of `labels`, the report has the scores of each label, their means, and the confusion matrix of exclusive
 * classes. The masks then hold the numbers of their files, or `codes`. Voxels that nobody has drawn (the table's `ignore`)
 * count nowhere: both masks are empty there, and a slice of nothing else is skipped.
 *
 * @throws OptionError (the promise) if masks do not match, a name appears twice, there is no volume, or codes or tolerances
 * do not fit the table
 * @example
 * ```ts
 * import { evaluateVolumes } from 'msa-unet';
 *
 * const truth = { data: [0, 1, 1, 0], shape: [1, 2, 2], spacing: [5, 0.8, 0.8] };
 * const prediction = { ...truth, data: [0, 1, 0, 0] };
 * const report = await evaluateVolumes([{ patient: 'p1', name: 'ct', truth, prediction }]);
 * console.log(report.perVolume.diceCoefficient.mean.toFixed(3)); // 0.667
 * ```
 * @example
 * ```ts
 * import { evaluateVolumes, labelTable } from 'msa-unet';
 *
 * const labels = labelTable({ liver: 1, spleen: 2 });
 * const truth = { data: [0, 1, 1, 2], shape: [1, 2, 2], spacing: [5, 0.8, 0.8] };
 * const prediction = { ...truth, data: [0, 1, 2, 2] };
 * const { classes } = await evaluateVolumes([{ patient: 'p1', name: 'ct', truth, prediction }], { labels });
 * console.log(classes.liver!.perVolume.recall.mean, classes.spleen!.perVolume.precision.mean); // 0.5 0.5
 * ```
 */
export function evaluateVolumes(
  pairs: Iterable<VolumePair> | AsyncIterable<VolumePair>,
  options: EvaluateVolumesOptions & { labels: LabelTable },
): Promise<LabelledReport>;
export function evaluateVolumes(
  pairs: Iterable<VolumePair> | AsyncIterable<VolumePair>,
  options?: EvaluateVolumesOptions,
): Promise<EvaluationReport>;
export async function evaluateVolumes(
  pairs: Iterable<VolumePair> | AsyncIterable<VolumePair>,
  options: EvaluateVolumesOptions = {},
): Promise<EvaluationReport> {
  const { labels = null } = options;
  const scorer = volumeScorer('evaluateVolumes', options);
  const names = new Set<string>();
  for await (const pair of pairs) {
    requirePair(pair, names, labels);
    scorer.add(pair, gridOf(pair), Boolean(pair.truth.isUneven || pair.prediction.isUneven));
  }
  return scorer.report();
}

/** The grid of both masks, with the spacing and affine of whichever has one. */
const gridOf = ({ truth, prediction }: VolumePair): Grid => ({
  shape: truth.shape,
  spacing: truth.spacing ?? prediction.spacing,
  affine: truth.affine ?? prediction.affine ?? null,
});
