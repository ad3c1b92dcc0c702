import { type PaperRow, paperTables, type TableName } from '../../report/paperTables';
import { type Experiment, requireSame } from './experiment';
import { type JobResult, jobFolder, readResult } from './jobFolder';
import { jobsBeside } from './jobsBeside';
import { networkOf } from './network';

/** Row with a finished job. */
export interface FinishedRow {
  readonly row: PaperRow;
  readonly folder: string;
  readonly result: JobResult;
}

/** Lists the rows of a table with finished jobs. Throws OptionError if a job belongs to another experiment. */
export async function finishedRows(name: TableName, out: string, experiment: Experiment): Promise<FinishedRow[]> {
  const finished: FinishedRow[] = [];
  for (const row of paperTables[name].rows) {
    const folder = jobFolder(jobsBeside(out), experiment, networkOf(row.model, experiment.settings));
    const result = await readResult(folder);
    if (!result) continue;
    requireSame(folder, result.experiment, experiment);
    finished.push({ row, folder, result });
  }
  return finished;
}
