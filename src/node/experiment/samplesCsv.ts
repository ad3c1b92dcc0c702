import { evaluationColumns, evaluationRows } from '../../metrics/evaluationCsv';
import { csvText } from '../../utils/csvText';
import type { FinishedRow } from './finishedRows';

/** A network and its scores: a {@link FinishedRow} is one. */
interface ScoredNetwork {
  readonly row: Pick<FinishedRow['row'], 'name'>;
  readonly result: Pick<FinishedRow['result'], 'scores'>;
}

/** Every volume and slice of every network, with flips and without, as `evaluationCsv` writes them. */
export function samplesCsv(networks: readonly ScoredNetwork[]): string {
  const rows = networks.flatMap(({ row: { name }, result: { scores } }) =>
    (['flips', 'plain'] as const).flatMap((kind) => evaluationRows(scores[kind]).map((row) => [name, kind, ...row])),
  );
  return csvText([['network', 'prediction', ...evaluationColumns], ...rows]);
}
