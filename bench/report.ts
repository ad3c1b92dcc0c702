import { compare, nameOf } from './compare';
import { stock } from './entrants';
import { quiet } from './load';
import type { Measurement, Problem, Run, Work } from './run';
import { fewestRounds, inMs, tolerance } from './statistics';

/** A table of text with columns of equal width, for a terminal and a page. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(rows[0]!), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)].join('\n');
}

const titleOf = ({ model, baseFilters, size, batch, scan, clahe }: Problem): string =>
  scan
    ? `${model}, base ${baseFilters}: a scan of ${scan.join(' × ')} at ${size}², ${clahe ? 'with' : 'without'} CLAHE, whole process`
    : `${model}, base ${baseFilters}, ${size}², batch ${batch}`;

/** What a time is compared with: the same number of threads of another engine, or one thread of its own. */
interface Column {
  title: string;
  rival(own: Measurement): { engine: string; threads: number } | null;
}

const isOwn = ({ engine }: Measurement): boolean =>
  !engine.startsWith(stock) && /^(wasm|tensorflow|cpu|webgpu)$/.test(engine);

const versus = (engine: string): Column => ({
  title: `÷ ${engine}`,
  rival: (own) => (isOwn(own) ? { engine, threads: own.threads } : null),
});

const columns: readonly Column[] = [
  versus('PyTorch'),
  versus('onnxruntime-node'),
  versus('onnxruntime-web'),
  {
    title: '÷ stock',
    rival: (own) => (isOwn(own) ? { engine: `${stock}${own.engine}`, threads: own.threads } : null),
  },
  { title: '÷ 1 thread', rival: ({ engine, threads }) => (threads > 1 ? { engine, threads: 1 } : null) },
];

const titles: Record<Work, string> = { forward: 'Forward', step: 'Step', volume: 'Process' };

/** The results of one problem. */
export function heatText(measurements: readonly Measurement[]): string {
  const { problem } = measurements[0]!;
  const rounds = measurements.map((m) => (m.forward ?? m.step ?? m.volume)?.rounds).find((n) => n !== undefined);
  const works = (['forward', 'step', 'volume'] as const).filter((work) => measurements.some((m) => m[work]));
  const missing = measurements.filter((m) => m.missing !== undefined);
  const tables = works.map((work) =>
    workTable(
      measurements.filter((m) => m[work]),
      work,
    ),
  );
  return [
    `## ${titleOf(problem)}`,
    ...(rounds ? [`Median and minimum of ${rounds} rounds${othersText(measurements)}.`] : []),
    ...tables,
    ...(missing.length > 0 ? [missing.map((m) => `- Not measured: ${nameOf(m)}: ${m.missing}`).join('\n')] : []),
  ].join('\n\n');
}

const othersText = ([first]: readonly Measurement[]) =>
  typeof first?.others === 'number' ? `; other programs kept ${first.others.toFixed(2)} processors busy` : '';

function workTable(measured: readonly Measurement[], work: Work): string {
  const reasons = new Set<string>();
  const ratio = (own: Measurement, { rival }: Column): string => {
    const wanted = rival(own);
    const other = measured.find((m) => m.engine === wanted?.engine && m.threads === wanted.threads);
    if (!other) return '';
    const result = compare(own, other, work);
    if ('value' in result) return result.value.toFixed(2);
    for (const reason of result.unsteady) reasons.add(reason);
    return 'unsteady';
  };
  const used = columns.filter((column) => measured.some((own) => ratio(own, column) !== ''));
  const hasMemory = work === 'step' && measured.some(({ memory }) => memory);
  const head = [titles[work], 'Threads', 'Median, ms', 'Minimum, ms', ...used.map(({ title }) => title)];
  const text = table([
    [...head, ...(hasMemory ? ['Memory, MB', 'Leaked tensors'] : [])],
    ...measured.map((own) => [
      ...[own.engine, String(own.threads), inMs(own[work]!.median)],
      own[work]!.min === null ? '?' : inMs(own[work]!.min!),
      ...used.map((column) => ratio(own, column)),
      ...(hasMemory ? memoryCells(own) : []),
    ]),
  ]);
  return [text, ...(reasons.size > 0 ? [[...reasons].map((reason) => `- Unsteady: ${reason}`).join('\n')] : [])].join(
    '\n\n',
  );
}

const memoryCells = ({ memory, leaked }: Measurement): string[] => [
  memory ? `${(memory.bytes / 2 ** 20).toFixed(0)} (${memory.of})` : '',
  String(leaked ?? ''),
];

/** The whole run as a page with tables. */
export function markdownOf(run: Run): string {
  const { date, machine, processors, command, measurements } = run;
  const titles = [...new Set(measurements.map(({ problem }) => titleOf(problem)))];
  const heats = titles.map((title) => measurements.filter(({ problem }) => titleOf(problem) === title));
  return [
    '# Speed and memory',
    `${machine}, ${processors} processors, ${date}, \`npm run bench${command ? ` -- ${command}` : ''}\`.`,
    [...aboutLines(measurements), ...loadLines(run)].join('\n'),
    run.load ? method : earlier,
    ...heats.map(heatText),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const method = `All entrants of a table ran turn by turn, each in a process of its own that is stopped while others work, with a fixed number of
threads. Ratios compare medians by the clock. Where a median is more than ${(1 + tolerance).toFixed(2)} times the minimum, there are fewer than
${fewestRounds} rounds, or other programs kept more than ${quiet} processors busy, there is no ratio. “Stock” is the same network composed of \`tf.layers\` alone, which cannot be trained.`;

const earlier =
  'This run recorded neither minima nor the load, so there are no ratios. Measure again: `npm run bench`.';

/** What each engine is, once. */
function aboutLines(measurements: readonly Measurement[]): string[] {
  const lines = measurements.map(({ engine, threads, about }) => {
    const { detail, threads: _, parameters: __, ...versions } = about;
    const texts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    return texts.length > 0
      ? `- ${engine}, threads: ${threads}: ${[...(detail ? [detail] : []), ...texts].join(', ')}`
      : '';
  });
  return [...new Set(lines.filter(Boolean))];
}

function loadLines({ load, measurements }: Run): string[] {
  if (!load) return ['- Load: not recorded'];
  const others = Math.max(...measurements.map((m) => m.others ?? 0));
  const warning = load.busy > quiet || others > quiet ? '. **The machine was busy: do not quote these figures**' : '';
  return [
    `- Load: ${load.start.toFixed(2)} at the start, with ${load.busy.toFixed(2)} processors busy; ${load.end.toFixed(2)} at the end; other programs kept at most ${others.toFixed(2)} processors busy during a problem${warning}`,
  ];
}
