import { type CsvField, csvText } from '../utils/csvText';
import type { EvaluationReport, ScoredSlice, ScoredVolume } from './evaluationReport';
import { SCORE_NAMES } from './itemScores';

/**
 * Formats all volumes and slices of a report as a CSV table (RFC 4180, lines end in `\n`): a header, then one line per
 * volume with an empty slice field, each followed by its slices. Undefined scores are empty fields.
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
export function evaluationCsv(report: Pick<EvaluationReport, 'volumes' | 'slices'>): string {
  return csvText([evaluationColumns, ...evaluationRows(report)]);
}

/** Column names of {@link evaluationRows}. */
export const evaluationColumns = ['patient', 'volume', 'slice', 'tp', 'fp', 'fn', ...SCORE_NAMES] as const;

/** Lists one row per volume, each followed by the rows of its slices. */
export function evaluationRows({ volumes, slices }: Pick<EvaluationReport, 'volumes' | 'slices'>): CsvField[][] {
  const isIn = (volume: ScoredVolume) => (slice: ScoredSlice) =>
    slice.patient === volume.patient && slice.volume === volume.volume;
  const items = volumes.flatMap((volume) => [volume, ...slices.filter(isIn(volume))]);
  return items.map((item: ScoredVolume & Partial<ScoredSlice>) => evaluationColumns.map((name) => item[name]));
}
