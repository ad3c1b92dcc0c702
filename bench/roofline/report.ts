import { table } from '../report';
import { inMs, type Timing, unsteadiness } from '../statistics';
import type { Profile, Profiles } from './child';
import type { Peaks } from './peaks';
import type { LayerWork, Roofline } from './result';

/** Work and time of a kernel, or of its calls on one shape. */
interface Row {
  name: string;
  calls: number;
  gigaMacs: number;
  bytes: number;
  time: Timing;
}

/** Shapes of convolutions that are listed, the longest first. */
const longest = 20;

/** The whole result as a page. */
export function rooflineMarkdown(result: Roofline): string {
  const { machine, processors, date, command, load, problem } = result;
  return [
    '# Roofline',
    `${machine}, ${processors} processors, ${date}, \`npm run bench -- ${command}\`; load ${load.start.toFixed(2)} at the start, with
${load.busy.toFixed(2)} processors busy, ${load.end.toFixed(2)} at the end.`,
    '## This machine',
    peakTable(result),
    `## Layers of MSA-UNet, base ${problem.baseFilters}, ${problem.size}²`,
    layerTable(result.layers),
    ...result.profiles.flatMap((profiles, i) => profileTexts(result, profiles, result.peaks[i]!)),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** The peaks of the machine. */
export const peakTable = ({ peaks }: Roofline): string =>
  table([
    ['Threads', 'Multiply–adds, G/s', 'Fused, G/s', 'Reading, GB/s', 'Copying, GB/s'],
    ...peaks.map(({ threads, gigaMacs, fusedGigaMacs, readGigabytes, copyGigabytes }) => [
      ...[String(threads), gigaMacs.toFixed(1), fusedGigaMacs?.toFixed(1) ?? '–'],
      ...[readGigabytes.toFixed(1), copyGigabytes.toFixed(1)],
    ]),
  ]);

/** Multiply–adds of every block for one image: the levels of the encoder, the context and the levels of the decoder. */
export function blockTable(layers: readonly LayerWork[]): string {
  const blocks = new Map<string, number>();
  for (const { name, multiplyAdds } of layers) {
    const block = name.split('/')[0]!;
    blocks.set(block, (blocks.get(block) ?? 0) + multiplyAdds);
  }
  const all = sum([...blocks.values()]);
  return table([
    ['Block', 'Multiply–adds, G', 'Share'],
    ...[...blocks].map(([name, macs]) => [name, (macs / 1e9).toFixed(3), percent(macs / all)]),
    ['all', (all / 1e9).toFixed(3), '100 %'],
  ]);
}

const layerTable = (layers: readonly LayerWork[]): string =>
  table([
    ['Layer', 'Output', 'Multiply–adds, M', 'Share'],
    ...layers.map(({ name, shape, multiplyAdds }) => [
      ...[name, shape.join(' × '), (multiplyAdds / 1e6).toFixed(2)],
      percent(multiplyAdds / sum(layers.map((layer) => layer.multiplyAdds))),
    ]),
  ]);

function profileTexts({ problem }: Roofline, { threads, detail, forward, step }: Profiles, peaks: Peaks): string[] {
  const on = `${detail}, base ${problem.baseFilters}, ${problem.size}², batch ${problem.batch}`;
  return (
    [
      ['Forward pass', forward],
      ['Training step', step],
    ] as const
  ).flatMap(([title, profile]) => [
    `## ${title}, threads: ${threads}`,
    `${on}; medians of ${profile.total.rounds} rounds.`,
    kernelTable(profile, peaks),
    '### Convolutions that take longest',
    shapeTable(profile, peaks),
  ]);
}

/** Every kernel, the longest first, and what is not in kernels: tfjs's engine, and the code of the layers. */
export function kernelTable(profile: Profile, peaks: Peaks): string {
  const rows = new Map<string, Row>();
  for (const { kernel, ...own } of profile.kernels) {
    const before = rows.get(kernel);
    rows.set(kernel, before ? added(before, { name: kernel, ...own }) : { name: kernel, ...own });
  }
  const inside = sum([...rows.values()].map(({ time }) => time.median));
  const { total } = profile;
  const outside = Math.max(0, total.median - inside);
  return table([
    head('Kernel'),
    ...longestFirst([...rows.values()]).map((row) => cellsOf(row, total, peaks)),
    ['outside kernels', '', '', '', inMs(outside), percent(outside / total.median), '', '', ''],
    ['all', '', '', '', inMs(total.median), '100 %', '', '', ''],
  ]);
}

/** Calls of convolutions and their gradients by shape. */
export function shapeTable({ kernels, total }: Profile, peaks: Peaks): string {
  const rows = kernels
    .filter(({ gigaMacs }) => gigaMacs > 0)
    .map(({ kernel, shape, ...own }): Row => ({ name: `${kernel}, ${shape}`, ...own }));
  return table([
    head('Kernel and shape'),
    ...longestFirst(rows)
      .slice(0, longest)
      .map((row) => cellsOf(row, total, peaks)),
  ]);
}

const head = (title: string) => [
  ...[title, 'Calls', 'G multiply–adds', 'MB', 'ms', 'Of the time'],
  ...['G/s', 'GB/s', 'Of the roof'],
];

/** A rate is that of the median; without a steady time there is none. */
function cellsOf({ name, calls, gigaMacs, bytes, time }: Row, total: Timing, peaks: Peaks): string[] {
  const work = [gigaMacs > 0 ? gigaMacs.toFixed(3) : '', (bytes / 1e6).toFixed(1)];
  const start = [name, String(calls), ...work, inMs(time.median), percent(time.median / total.median)];
  if (unsteadiness(time) !== null) return [...start, 'unsteady', 'unsteady', 'unsteady'];
  if (gigaMacs === 0 && bytes === 0) return [...start, '', '', ''];
  const seconds = time.median / 1e3;
  return [
    ...start,
    gigaMacs > 0 ? (gigaMacs / seconds).toFixed(1) : '',
    (bytes / 1e9 / seconds).toFixed(1),
    `${percent(roofSeconds({ gigaMacs, bytes }, peaks) / seconds)} of ${boundOf({ gigaMacs, bytes }, peaks)}`,
  ];
}

/** Returns the least time that the machine needs for so many multiply–adds and bytes. */
export const roofSeconds = (work: Pick<Row, 'gigaMacs' | 'bytes'>, peaks: Peaks): number =>
  Math.max(computing(work, peaks), moving(work, peaks));

/** Returns what limits it. */
export const boundOf = (work: Pick<Row, 'gigaMacs' | 'bytes'>, peaks: Peaks): 'computing' | 'memory' =>
  computing(work, peaks) > moving(work, peaks) ? 'computing' : 'memory';

const computing = ({ gigaMacs }: Pick<Row, 'gigaMacs'>, peaks: Peaks) =>
  gigaMacs / Math.max(peaks.gigaMacs, peaks.fusedGigaMacs ?? 0);
const moving = ({ bytes }: Pick<Row, 'bytes'>, { readGigabytes, copyGigabytes }: Peaks) =>
  bytes / 1e9 / Math.max(readGigabytes, copyGigabytes);

function added(a: Row, b: Row): Row {
  const time: Timing = {
    median: a.time.median + b.time.median,
    min: (a.time.min ?? 0) + (b.time.min ?? 0),
    max: (a.time.max ?? 0) + (b.time.max ?? 0),
    ...{ processor: null, rounds: a.time.rounds },
  };
  return { name: a.name, calls: a.calls + b.calls, gigaMacs: a.gigaMacs + b.gigaMacs, bytes: a.bytes + b.bytes, time };
}

const longestFirst = (rows: readonly Row[]) => [...rows].sort((a, b) => b.time.median - a.time.median);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
