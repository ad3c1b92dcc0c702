import type { EvaluationReport } from '../metrics/evaluationReport';
import { type CsvField, csvText } from '../utils/csvText';
import { labelLines } from './classTable';

/**
 * Formats the summaries of each label, and of their mean, as a CSV table (RFC 4180, lines end in `\n`): one line per label,
 * unit (volume or slice) and score. Undefined means are empty fields.
 *
 * @param report of {@link evaluateVolumes} with a table of labels, also after a round trip through JSON
 * @throws OptionError if the report has no labels
 * @example
 * ```ts
 * import { classCsv, evaluateVolumes, labelTable } from 'msa-unet';
 *
 * const truth = { data: [0, 1, 1, 2], shape: [1, 2, 2], spacing: null };
 * const labels = labelTable({ liver: 1, spleen: 2 });
 * const report = await evaluateVolumes([{ patient: 'p1', name: 'ct', truth, prediction: truth }], { labels });
 * const [header, line] = classCsv(report).split('\n');
 * console.log(header, line); // label,unit,score,mean,sd,n,skipped liver,volume,diceCoefficient,1,0,1,0
 * ```
 */
export function classCsv(report: EvaluationReport): string {
  const rows = labelLines('classCsv', report).flatMap(([label, { perVolume, perSlice }]) =>
    Object.entries({ volume: perVolume, slice: perSlice }).flatMap(([unit, summaries]) =>
      Object.entries(summaries).map(([score, { mean, sd, n, skipped }]): CsvField[] => [
        ...[label, unit, score],
        ...[mean, sd, n, skipped],
      ]),
    ),
  );
  return csvText([['label', 'unit', 'score', 'mean', 'sd', 'n', 'skipped'], ...rows]);
}
