import type { EvaluationReport, ScoredSlice, ScoredVolume } from './evaluationReport';
import { SCORE_NAMES } from './itemScores';

const columns = ['patient', 'volume', 'slice', 'tp', 'fp', 'fn', ...SCORE_NAMES] as const;

/**
 * All volumes and slices of a report as a CSV table (RFC 4180, lines end in `\n`): a line of names, then one line for each
 * volume, without a slice, and the lines of its slices. A score that does not exist is an empty field.
 */
export function evaluationCsv({ volumes, slices }: Pick<EvaluationReport, 'volumes' | 'slices'>): string {
  const isIn = (volume: ScoredVolume) => (slice: ScoredSlice) =>
    slice.patient === volume.patient && slice.volume === volume.volume;
  const items = volumes.flatMap((volume) => [volume, ...slices.filter(isIn(volume))]);
  const lines = items.map((item: ScoredVolume & Partial<ScoredSlice>) => columns.map((name) => field(item[name])));
  return [columns, ...lines].map((line) => `${line.join(',')}\n`).join('');
}

/** Quoted where it must be; `null` is a NaN that went through JSON. */
function field(value: string | number | null | undefined): string {
  if (typeof value !== 'string') return Number.isFinite(value) ? String(value) : '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
