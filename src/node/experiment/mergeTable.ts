import { join } from 'node:path';
import { comparisonPanel } from '../../report/comparisonPanel';
import { learningCurves } from '../../report/learningCurves';
import { paperTables, type TableName } from '../../report/paperTables';
import { type TableReport, tableReport } from '../../report/tableReport';
import { tableHtml, tableMarkdown } from '../../report/tableText';
import { requireKnown } from '../../utils/check';
import { OptionError } from '../../utils/optionError';
import { requireWritable } from '../requireWritable';
import { writeFileAtomic } from '../writeFileAtomic';
import { json, readExperiment, readJson } from './experiment';
import { type FinishedRow, finishedRows } from './finishedRows';
import { type JobResult, readShown } from './jobFolder';
import { tableManifest } from './manifest';
import { samplesCsv } from './samplesCsv';

/** Options of {@link mergeTable}. */
export interface MergeTableOptions {
  /** Command line of the user, for the manifest. @defaultValue `null` */
  command?: string | null;
}

/**
 * Builds a table from its finished jobs: `table.md`, `table.json`, `samples.csv`, learning curves, `panel.png`,
 * `manifest.json` and, last, `report.html`. Options: {@link MergeTableOptions}.
 *
 * @param out the folder that `runTable` was given
 * @throws OptionError if no job of the table is finished, a job is of another experiment, or the folder holds the other
 * table's report
 * @throws Error if the folder cannot be written
 * table's report
 */
export async function mergeTable(
  name: TableName,
  out: string,
  { command = null, ...others }: MergeTableOptions = {},
): Promise<TableReport> {
  requireKnown<MergeTableOptions>('mergeTable', others, { command });
  await requireWritable(out, 'folder');
  const experiment = await readExperiment(out);
  if (!experiment) throw unfit(name, out, `${out} holds no experiment`, runFirst);
  await requireTable(name, out);
  const finished = await finishedRows(name, out, experiment);
  if (finished.length === 0) throw unfit(name, out, `${out}: no job of ${name} is finished`, runFirst);
  const { preset, settings, data } = experiment;
  const results = new Map(finished.map(({ row, result }) => [row.name, result]));
  const report = tableReport(paperTables[name], { preset, ...settings, data }, results);

  const write = (file: string, content: string | Uint8Array) => writeFileAtomic(join(out, file), content);
  const curves = learningCurves(report);
  await write('learning-curves.svg', curves.loss);
  await write('learning-curves-dsc.svg', curves.dice);
  await write('samples.csv', samplesCsv(finished));
  await write('panel.png', await panelOf(finished));
  await write('table.json', json(tableJson(report)));
  await write('table.md', tableMarkdown(report));
  await write('manifest.json', json(tableManifest(name, experiment, finished, command)));
  const panel = {
    file: 'panel.png',
    caption: 'Rows: slices. Columns: the slice, its ground truth, and each network with its DSC.',
  };
  await write('report.html', tableHtml(report, { curves: [curves.loss, curves.dice], panel }));
  return report;
}

/** Throws OptionError if the folder contains the report of the other table, which would be lost. */
export async function requireTable(name: TableName, out: string): Promise<void> {
  const manifest = await readJson<{ readonly table: TableName }>(join(out, 'manifest.json'));
  if (!manifest || manifest.table === name) return;
  const action = `take another \`out\` for ${name}, which shares its jobs`;
  throw unfit(name, out, `${out} holds the report of ${manifest.table}`, action);
}

const runFirst = 'run its jobs first, with the same `out`';

const unfit = (name: TableName, out: string, problem: string, action: string) =>
  new OptionError({
    owner: 'mergeTable',
    option: 'out',
    expected: `a folder with finished jobs of ${name}`,
    received: out,
    problem,
    fix: { action },
  });

async function panelOf(finished: readonly FinishedRow[]): Promise<Uint8Array> {
  const shown = await Promise.all(finished.map(({ folder, result }) => readShown(folder, result)));
  const rows = shown[0]!.map(({ sample }, i) => ({ sample, predictions: shown.map((own) => own[i]!.prediction) }));
  return comparisonPanel(rows, { labels: finished.map(({ row }) => row.label) });
}

/** Omits the scores of single samples, which are in `samples.csv`. */
function tableJson({ rows, ...report }: TableReport) {
  const short = ({ volumes: _volumes, slices: _slices, ...summary }: JobResult['scores']['flips']) => summary;
  return {
    ...report,
    rows: rows.map(({ result, ...row }) => ({
      ...row,
      result: result && {
        network: result.network,
        cost: result.cost,
        baseline: result.baseline,
        run: result.run,
        epochs: result.history.epochs.length,
        bestEpoch: result.history.bestEpoch,
        scores: { flips: short(result.scores.flips), plain: short(result.scores.plain) },
      },
    })),
  };
}
