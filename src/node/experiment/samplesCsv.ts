import { evaluationColumns, evaluationRows } from '../../metrics/evaluationCsv';
import { csvText } from '../../utils/csvText';
import type { FinishedRow } from './finishedRows';

/** Network with its scores, such as a {@link FinishedRow}. */
interface ScoredNetwork {
  readonly row: Pick<FinishedRow['row'], 'name'>;
  readonly result: Pick<FinishedRow['result'], 'scores'>;
}

/** Formats every volume and slice of every network, with and without flips, like `evaluationCsv`. */
export function samplesCsv(networks: readonly ScoredNetwork[]): string {
  const rows = networks.flatMap(({ row: { name }, result: { scores } }) =>
    (['flips', 'plain'] as const).flatMap((kind) => evaluationRows(scores[kind]).map((row) => [name, kind, ...row])),
  );
  return csvText([['network', 'prediction', ...evaluationColumns], ...rows]);
}
