import type { EvaluationReport, LabelReport } from '../metrics/evaluationReport';
import type { ScoreName } from '../metrics/itemScores';
import type { ScoreSummary } from '../metrics/scoreSummary';
import { requireKnown, requireOneOf } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** A table of texts, as {@link markdownTable} and {@link htmlTable} take it. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Options of {@link classTable}. */
export interface ClassTableOptions {
  /** Whether scores are those of volumes, or of slices. @defaultValue `'volume'` */
  unit?: 'volume' | 'slice';
  /**
   * Scores to list, one column each. `null`: Dice, precision, recall, and where they are known NSD, HD95 and ASSD.
   * @defaultValue `null`
   */
  scores?: readonly (ScoreName | 'surfaceDice')[] | null;
}

/** Titles and decimals of the scores. */
const columns: Readonly<Record<ScoreName | 'surfaceDice', readonly [title: string, digits: number]>> = {
  diceCoefficient: ['DSC', 4],
  intersectionOverUnion: ['IoU', 4],
  precision: ['precision', 4],
  recall: ['recall', 4],
  surfaceDice: ['NSD', 4],
  hausdorffDistance: ['HD, mm', 2],
  hausdorff95: ['HD95, mm', 2],
  averageSymmetricSurfaceDistance: ['ASSD, mm', 2],
  truthMl: ['ground truth, ml', 1],
  predictionMl: ['prediction, ml', 1],
  volumeDifferenceMl: ['volume difference, ml', 2],
  relativeVolumeDifference: ['volume difference, %', 2],
  absoluteRelativeVolumeDifference: ['absolute volume difference, %', 2],
};

const usual = [
  'diceCoefficient',
  'precision',
  'recall',
  'surfaceDice',
  'hausdorff95',
  'averageSymmetricSurfaceDistance',
];

/**
 * Makes a table of the scores of each label, mean ± standard deviation, and of their mean in the last row. The second
 * column is the number of scored volumes or slices. Options: {@link ClassTableOptions}.
 *
 * @param report of {@link evaluateVolumes} with a table of labels, also after a round trip through JSON
 * @throws OptionError if the report has no labels, or an option is out of range
 * @example
 * ```ts
 * import { classTable, evaluateVolumes, labelTable, markdownTable } from 'msa-unet';
 *
 * const truth = { data: [0, 1, 1, 2], shape: [1, 2, 2], spacing: null };
 * const labels = labelTable({ liver: 1, spleen: 2 });
 * const report = await evaluateVolumes([{ patient: 'p1', name: 'ct', truth, prediction: truth }], { labels });
 * const { head, rows } = classTable(report, { scores: ['diceCoefficient'] });
 * console.log(markdownTable(head, rows).split('\n')[2]); // | liver  | 1       | 1.0000 |
 * ```
 */
export function classTable(report: EvaluationReport, options: ClassTableOptions = {}): TextTable {
  const { unit = 'volume', scores = null, ...others } = options;
  requireKnown<ClassTableOptions>('classTable', others, { unit, scores });
  requireOneOf('classTable', 'unit', unit, ['volume', 'slice']);
  const names = Object.keys(columns) as (ScoreName | 'surfaceDice')[];
  for (const score of scores ?? []) requireOneOf('classTable', 'scores', score, names);
  const lines = labelLines('classTable', report);
  const summaryOf = (part: LabelReport, name: ScoreName | 'surfaceDice') =>
    (unit === 'volume' ? part.perVolume : part.perSlice)[name];
  const isKnown = (name: ScoreName | 'surfaceDice') => lines.some(([, part]) => (summaryOf(part, name)?.n ?? 0) > 0);
  const shown = scores ?? names.filter((name) => usual.includes(name) && isKnown(name));
  return {
    head: ['label', `${unit}s`, ...shown.map((name) => columns[name][0])],
    rows: lines.map(([label, part]) => [
      label,
      countOf(summaryOf(part, 'diceCoefficient')!),
      ...shown.map((name) => meanText(summaryOf(part, name), columns[name][1])),
    ]),
  };
}

/** The labels of a report and their mean, by name. Throws OptionError if there are none. */
export function labelLines(owner: string, report: EvaluationReport): [label: string, part: LabelReport][] {
  if (!report.classes) throw invalidOption(owner, 'report', 'one that evaluateVolumes made with `labels`', report);
  return [...Object.entries(report.classes), ['mean', report]];
}

const countOf = ({ n, skipped }: ScoreSummary) => (skipped === 0 ? String(n) : `${n} of ${n + skipped}`);

/** A single item has no deviation, none has no mean. */
function meanText(summary: ScoreSummary | undefined, digits: number): string {
  if (!summary || summary.n === 0) return '–';
  const [mean, sd] = [summary.mean, summary.sd].map((value) => value.toFixed(digits).replace('-', '−'));
  return summary.n === 1 ? mean! : `${mean} ± ${sd}`;
}
