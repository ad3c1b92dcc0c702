import { type CsvField, csvText } from '../utils/csvText';
import type { EvaluationReport, ScoredSlice, ScoredVolume } from './evaluationReport';
import { SCORE_NAMES, type ScoreName } from './itemScores';

/**
 * Formats all volumes and slices of a report as a CSV table (RFC 4180, lines end in `\n`): a header, then one line per
 * volume with an empty slice field, each followed by its slices. Undefined scores are empty fields.
 *
 * With a table of labels, the lines are those of each label, in its turn, and have its name in a column `label`. With a
 * tolerance, the last column is the NSD.
 *
 * @example
 * ```ts
 * import { evaluateVolumes, evaluationCsv } from 'msa-unet';
 *
 * const truth = { data: [0, 1, 1, 0], shape: [1, 2, 2], spacing: null };
 * const report = await evaluateVolumes([{ patient: 'p1', name: 'ct', truth, prediction: truth }]);
 * const [header, volume] = evaluationCsv(report).split('\n');
 * console.log(header!.slice(0, 20), volume!.slice(0, 8)); // patient,volume,slice p1,ct,,2
 * ```
 */
export function evaluationCsv(report: Pick<EvaluationReport, 'volumes' | 'slices' | 'classes'>): string {
  const { classes } = report;
  const parts = classes ? Object.entries(classes) : [['', report] as const];
  const hasNsd = parts.some(([, { volumes }]) => volumes.some((volume) => volume.surfaceDice !== undefined));
  const columns: Column[] = [
    ...nameColumns,
    ...(classes ? ['label' as const] : []),
    ...scoreColumns,
    ...(hasNsd ? ['surfaceDice' as const] : []),
  ];
  const rows = parts.flatMap(([label, part]) =>
    itemsOf(part).map((item) => columns.map((name) => ({ ...item, label })[name])),
  );
  return csvText([columns, ...rows]);
}

type Item = ScoredVolume & Partial<ScoredSlice>;
type Column = 'patient' | 'volume' | 'slice' | 'label' | 'tp' | 'fp' | 'fn' | ScoreName | 'surfaceDice';

const nameColumns = ['patient', 'volume', 'slice'] as const;
const scoreColumns = ['tp', 'fp', 'fn', ...SCORE_NAMES] as const;

/** Column names of {@link evaluationRows}. */
export const evaluationColumns = [...nameColumns, ...scoreColumns] as const;

/** Lists one row per volume, each followed by the rows of its slices. */
export function evaluationRows(report: Pick<EvaluationReport, 'volumes' | 'slices'>): CsvField[][] {
  return itemsOf(report).map((item) => evaluationColumns.map((name) => item[name]));
}

/** Each volume, followed by its slices. */
function itemsOf({ volumes, slices }: Pick<EvaluationReport, 'volumes' | 'slices'>): Item[] {
  const isIn = (volume: ScoredVolume) => (slice: ScoredSlice) =>
    slice.patient === volume.patient && slice.volume === volume.volume;
  return volumes.flatMap((volume): Item[] => [volume, ...slices.filter(isIn(volume))]);
}
