import { readFileSync } from 'node:fs';

import { compare } from '../bench/compare';
import type { Entrant, Measurement, Problem, Run, Work } from '../bench/run';
import { inPlace } from './inPlace';

/** The run of `npm run bench` whose figures the pages show. */
const source = 'results/bench/cpu.json';

const publishedRun = (): Run => JSON.parse(readFileSync(source, 'utf8'));

/** Fills in the speed of MSA-UNet on each backend of the run. */
export const withSpeed = (page: string, run = publishedRun()): string => inPlace(page, 'speed', speedTable(run));

/** Fills in the speed beside PyTorch alone. */
export const withShortSpeed = (page: string, run = publishedRun()): string =>
  inPlace(page, 'speed', speedTable(run, columns.slice(2, 4)));

type Column = readonly [title: string, work: Work, engine: (own: string) => string];

const columns: readonly Column[] = [
  ['Forward ÷ stock', 'forward', (own) => `stock tf.layers on ${own}`],
  ['Forward ÷ onnxruntime', 'forward', () => 'onnxruntime-node'],
  ['Forward ÷ PyTorch', 'forward', () => 'PyTorch'],
  ['Step ÷ PyTorch', 'step', () => 'PyTorch'],
];

/** Ratios of every backend in the first problem that it solves. */
function speedTable({ machine, processors, date, measurements }: Run, shown = columns): string {
  const isOwn = ({ engine, problem }: Measurement) =>
    backends.has(engine) && problem.model === 'msaUnet' && !problem.scan;
  const all = measurements.filter(isOwn);
  const firstOf = (engine: string) => all.find((m) => m.engine === engine)!.problem;
  const own = all.filter(({ engine, problem, forward }) => forward && isSame(problem, firstOf(engine)));
  const rows = own.map((m) => [
    `\`${m.engine}\`${m.about.detail ? `, ${m.about.detail}` : ''}`,
    String(m.threads),
    ...shown.map(([, work, engine]) =>
      ratioText(m, { engine: engine(m.engine), threads: m.threads }, work, measurements),
    ),
  ]);
  const compared = rows.filter(([, , ...cells]) => cells.some((cell) => cell !== '–'));
  const head = ['Backend', 'Threads', ...shown.map(([title]) => title)];
  const { size, baseFilters, batch } = own[0]!.problem;
  const stockNote = shown.some(([title]) => title.includes('stock'))
    ? '“Stock” is the forward pass of the same network in `tf.layers`, which cannot be trained. '
    : '';
  return [
    ...[head, ['---', ...head.slice(1).map(() => '---:')], ...compared].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `_Time of MSA-UNet (base ${baseFilters}, ${size} × ${size}, batch ${batch}) relative to other engines on as many threads of the same CPU,`,
    `measured turn by turn in one run; lower is faster. ${stockNote}${notes(compared)}(${machine}, ${processors} processors, ${date})._`,
  ].join('\n');
}

const backends = new Set(['wasm', 'tensorflow', 'cpu', 'webgpu']);

const isSame = (a: Problem, b: Problem) => JSON.stringify(a) === JSON.stringify(b);

function ratioText(own: Measurement, rival: Entrant, work: Work, all: readonly Measurement[]): string {
  const theirs = all.find(
    ({ engine, threads, problem }) =>
      engine === rival.engine && threads === rival.threads && isSame(problem, own.problem),
  );
  if (!own[work] || !theirs?.[work]) return '–';
  const ratio = compare(own, theirs, work);
  return 'value' in ratio ? ratio.value.toFixed(2) : 'unsteady';
}

/** Explains the cells that have no number. */
const notes = (rows: readonly (readonly string[])[]): string =>
  rows.flat().includes('unsteady') ? '“Unsteady”: the times of that run do not allow a ratio. ' : '';
