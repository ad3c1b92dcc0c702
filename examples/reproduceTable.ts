import { OptionError, type TableName } from 'msa-unet';
import { abortOnInterrupt, mergeTable, progressLine, runTable, shellCommand, useBackend } from 'msa-unet/node';

import { readTableOptions, type TableOptions, tableHelp, typed } from './tableOptions';

/** Reads the command line, runs the jobs and prints the path of the table; an error becomes one line. */
export async function reproduceTable(table: TableName, args: string[]): Promise<void> {
  try {
    const options = readTableOptions(table, args);
    if (!options) return void process.stdout.write(tableHelp(table));
    const command = shellCommand(['npm', 'run', table, ...(args.length > 0 ? ['--', ...args] : [])]);
    const merged = options.jobs
      ? await runJobs(table, options, command)
      : await mergeTable(table, options.out, { command });
    if (merged) console.log(`${options.out}/report.html, ${options.out}/table.md`);
  } catch (error) {
    const aborted = error instanceof Error && error.name === 'AbortError';
    console.error(aborted ? interrupted : error instanceof OptionError ? error.describe(typed) : messageOf(error));
    process.exitCode = aborted ? 130 : 1; // as after Ctrl-C
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : error);

const interrupted = 'Interrupted. To continue with the unfinished jobs, repeat the command.';

async function runJobs(table: TableName, { backend: name, jobs: _, ...options }: TableOptions, command: string) {
  const backend = await useBackend(name);
  const run = (signal: AbortSignal) =>
    runTable(table, { ...options, ...progressLine(), backend, command, signal, log: (line) => console.error(line) });
  return abortOnInterrupt(run).finally(() => backend.dispose());
}
