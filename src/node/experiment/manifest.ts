import type { TableName } from '../../report/paperTables';
import type { Experiment } from './experiment';
import type { FinishedRow } from './finishedRows';

/** Makes the manifest of a table: settings, data, and for each network versions, backend, cost and time. */
export function tableManifest(
  table: TableName,
  { preset, settings, data }: Experiment,
  finished: readonly FinishedRow[],
  command: string | null,
) {
  const seconds = ({ result: { run } }: FinishedRow) => run.seconds.training + run.seconds.testing;
  return {
    table,
    command,
    written: new Date().toISOString(),
    preset,
    settings,
    data,
    seconds: finished.reduce((sum, row) => sum + seconds(row), 0),
    jobs: finished.map(({ row, folder, result: { network, cost, history, run } }) => ({
      row: row.name,
      folder,
      network,
      cost,
      epochs: history.epochs.length,
      bestEpoch: history.bestEpoch,
      ended: history.ended,
      ...run,
    })),
  };
}
