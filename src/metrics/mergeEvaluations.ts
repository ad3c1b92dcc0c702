import type { LabelTable } from '../data/labels/labelTable';
import { invalidOption } from '../utils/errors';
import type { EvaluationReport, LabelledReport } from './evaluationReport';
import { type EvaluateVolumesOptions, volumeScorer } from './volumeScorer';

/**
 * Joins reports of {@link evaluateVolumes} on different volumes, as if one call had scored all of them: so can many
 * processes share a data set. The report is equal to that of one call, number by number, if the reports come in its order.
 *
 * Reports can come from JSON if `null` in a score's place is NaN again. Options: {@link EvaluateVolumesOptions}, those that
 * the reports were made with.
 *
 * @throws OptionError if there is no report, a volume is in two of them, or their labels are not those of the table
 * @example
 * ```ts
 * import { evaluateVolumes, mergeEvaluations } from 'msa-unet';
 *
 * const truth = { data: [0, 1, 1, 0], shape: [1, 2, 2], spacing: [5, 0.8, 0.8] };
 * const prediction = { ...truth, data: [0, 1, 0, 0] };
 * const first = await evaluateVolumes([{ patient: 'p1', name: 'ct', truth, prediction }]);
 * const second = await evaluateVolumes([{ patient: 'p2', name: 'ct', truth, prediction: truth }]);
 * console.log(mergeEvaluations([first, second]).perVolume.diceCoefficient.mean.toFixed(3)); // 0.833
 * ```
 */
export function mergeEvaluations(
  reports: readonly EvaluationReport[],
  options: EvaluateVolumesOptions & { labels: LabelTable },
): LabelledReport;
export function mergeEvaluations(
  reports: readonly EvaluationReport[],
  options?: EvaluateVolumesOptions,
): EvaluationReport;
export function mergeEvaluations(
  reports: readonly EvaluationReport[],
  options: EvaluateVolumesOptions = {},
): EvaluationReport {
  const scorer = volumeScorer('mergeEvaluations', options);
  if (reports.length === 0) throw invalidOption('mergeEvaluations', 'reports', 'one report or more', []);
  const known = options.labels?.labels.map(({ name }) => name) ?? [];
  const names = new Set<string>();
  for (const report of reports) {
    requireLabels(report, known);
    for (const volume of volumesOf(report)) {
      if (names.has(volume)) throw invalidOption('mergeEvaluations', 'reports', 'of different volumes', volume);
      names.add(volume);
    }
    scorer.join(report);
  }
  return scorer.report();
}

const volumesOf = ({ volumes }: EvaluationReport) =>
  new Set(volumes.map(({ patient, volume }) => JSON.stringify([patient, volume])));

function requireLabels({ classes = {} }: EvaluationReport, known: readonly string[]): void {
  const found = Object.keys(classes);
  if (found.length === known.length && known.every((name) => Object.hasOwn(classes, name))) return;
  const expected = known.length > 0 ? `of the labels ${known.join(', ')}` : 'without labels, like the option `labels`';
  throw invalidOption('mergeEvaluations', 'reports', expected, found);
}
