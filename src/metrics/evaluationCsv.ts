import { type CsvField, csvText } from '../utils/csvText';
import type { EvaluationReport, ScoredSlice, ScoredVolume } from './evaluationReport';
import { SCORE_NAMES } from './itemScores';

/**
 * All volumes and slices of a report as a CSV table (RFC 4180, lines end in `\n`): a line of names, then one line for each
 * volume, without a slice, and the lines of its slices. A score that does not exist is an empty field.
 */
export function evaluationCsv(report: Pick<EvaluationReport, 'volumes' | 'slices'>): string {
  return csvText([evaluationColumns, ...evaluationRows(report)]);
}

/** Names of the fields of {@link evaluationRows}. */
export const evaluationColumns = ['patient', 'volume', 'slice', 'tp', 'fp', 'fn', ...SCORE_NAMES] as const;

/** A row for each volume, followed by those of its slices. */
export function evaluationRows({ volumes, slices }: Pick<EvaluationReport, 'volumes' | 'slices'>): CsvField[][] {
  const isIn = (volume: ScoredVolume) => (slice: ScoredSlice) =>
    slice.patient === volume.patient && slice.volume === volume.volume;
  const items = volumes.flatMap((volume) => [volume, ...slices.filter(isIn(volume))]);
  return items.map((item: ScoredVolume & Partial<ScoredSlice>) => evaluationColumns.map((name) => item[name]));
}
