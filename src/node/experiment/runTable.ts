import { dirname, join } from 'node:path';

import { type PaperRow, paperTables, type TableName } from '../../report/paperTables';
import type { TableReport } from '../../report/tableReport';
import { type Names, requireInteger, requireKnown, requireOneOf } from '../../utils/check';
import type { BackendInfo } from '../backends/useBackend';
import { requireWritable } from '../requireWritable';
import { writeFileAtomic } from '../writeFileAtomic';
import { type Experiment, json } from './experiment';
import { type ExperimentSource, experimentData } from './experimentData';
import { finishJob } from './finishJob';
import { jobFolder } from './jobFolder';
import { jobsBeside } from './jobsBeside';
import { mergeTable, requireTable } from './mergeTable';
import { networkOf } from './network';
import { pinExperiment } from './pinExperiment';
import { type PresetName, presetNames, type TableSettings, tablePresets } from './presets';
import { requireFitting } from './requireFitting';
import type { JobHooks } from './runJob';

/** Options of {@link runTable}. */
export interface RunTableOptions extends Partial<Omit<ExperimentSource, 'cache'>>, JobHooks {
  /** Folder of the table; jobs are in `jobs` beside it. */
  out: string;
  /** Current backend, the result of {@link useBackend}. */
  backend: BackendInfo;
  /** Preset of the settings. @defaultValue `'cpu-minutes'` */
  preset?: PresetName;
  /** Settings that override the preset. @defaultValue none */
  settings?: Partial<TableSettings>;
  /** Names of the rows to run. `null`: all. @defaultValue `null` */
  only?: readonly string[] | null;
  /** Whether to build the table at the end. @defaultValue `true` */
  merge?: boolean;
  /** Command line of the user, for the manifest. @defaultValue `null` */
  command?: string | null;
  /** Called with lines about the progress. @defaultValue none */
  log?: (line: string) => void;
}

/**
 * Trains and tests the networks of a table of the paper, one after another on the same slices with the same recipe and
 * seed, then builds the table. Finished jobs are skipped, so that an interrupted run resumes; jobs that another process
 * runs are waited for. Options: {@link RunTableOptions}.
 *
 * @returns the table, or `null` without `merge`
 * @throws OptionError if an option is out of range, the folder belongs to another experiment or contains the other
 * table's report, or a step needs more memory than WebAssembly has; the signal's reason after an abort
 * @example
 * ```ts no-run
 * import { runTable, useBackend } from 'msa-unet/node';
 *
 * const backend = await useBackend();
 * const table = await runTable('table2', { out: 'runs/table2', backend, preset: 'cpu-minutes', log: console.log });
 * console.log(table?.rows.map(({ label }) => label));
 * ```
 */
export async function runTable(name: TableName, options: RunTableOptions): Promise<TableReport | null> {
  requireKnown('runTable', options, optionNames);
  const { out, backend, only = null, merge = true, command = null, log = () => {} } = options;
  const { preset, settings } = resolveSettings(options);
  for (const folder of [out, jobsBeside(out)]) await requireWritable(folder, 'folder');
  if (merge) await requireTable(name, out);
  const rows = rowsOf(name, only);
  requireFitting(
    rows.map(({ model }) => networkOf(model, settings)),
    settings,
    backend.name,
  );
  const { folders = [], image = null, mask = null, liverLabels = null } = options;
  const source = { folders, image, mask, liverLabels, cache: join(dirname(out), '.cache') };
  const data = await experimentData(source, settings, log);
  const experiment: Experiment = { format: 1, preset, settings, data: data.facts };
  await pinExperiment(out, experiment);
  await writeFileAtomic(join(out, 'split.json'), json(data.recorded.split));
  for (const [i, row] of rows.entries()) {
    const network = networkOf(row.model, settings);
    const folder = jobFolder(jobsBeside(out), experiment, network);
    const { signal, onProgress, onEpoch } = options;
    const job = { folder, network, experiment, data, backend, signal, onProgress, onEpoch };
    await finishJob(job, `${row.label} (${i + 1} of ${rows.length})`, log);
  }
  return merge ? mergeTable(name, out, { command }) : null;
}

const optionNames: Names<RunTableOptions> = {
  out: 0,
  backend: 0,
  preset: 0,
  settings: 0,
  only: 0,
  merge: 0,
  command: 0,
  log: 0,
  folders: 0,
  image: 0,
  mask: 0,
  liverLabels: 0,
  signal: 0,
  onProgress: 0,
  onEpoch: 0,
};

function resolveSettings({ preset = 'cpu-minutes', settings = {} }: RunTableOptions) {
  requireOneOf('runTable', 'preset', preset, presetNames);
  requireKnown<TableSettings>('runTable', settings, tablePresets[preset]);
  const resolved: TableSettings = { ...tablePresets[preset], ...settings };
  for (const option of ['size', 'width'] as const) requireInteger('runTable', option, resolved[option]);
  return { preset, settings: resolved };
}

/** Selects the requested rows, in the order of the table. */
function rowsOf(name: TableName, only: readonly string[] | null): PaperRow[] {
  requireOneOf('runTable', 'table', name, Object.keys(paperTables) as TableName[]);
  const { rows } = paperTables[name];
  const names = rows.map((row) => row.name);
  for (const asked of only ?? []) requireOneOf('runTable', 'only', asked, names);
  return rows.filter((row) => !only || only.includes(row.name));
}
