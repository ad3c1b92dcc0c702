import type { Measurement } from './measure';
import type { Run } from './run';
import type { Times } from './work';

/** A ratio by the clock, and by the time of the processor behind it. */
const ratio = (a: Times, b: Times): string => `${times(a.wall / b.wall)} (${times(a.processor / b.processor)})`;
const times = (value: number): string => value.toFixed(2);
const milliseconds = ({ wall }: Times): string => wall.toPrecision(4);
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

/** The measurement of one network on one backend, for a terminal. */
export function textOf(m: Measurement): string {
  const peer = typeof m.peer === 'string' ? null : m.peer;
  const share = (time: Times, passes: number) => {
    const gflops = (2e3 * m.gigaMacs * passes) / time.wall;
    return `${gflops.toPrecision(3)} GFLOP/s, ${((100 * gflops) / m.peakGflops).toFixed(0)} % of matMul`;
  };
  const beside = (time: Times, theirs: Times | undefined) => (theirs ? `, ${ratio(time, theirs)} × PyTorch` : '');
  const stock = m.stockForward && `${ratio(m.step, m.stockForward)} × stock forward, `;
  const rows = [
    m.stockForward && ['stock forward, ms', milliseconds(m.stockForward), ''],
    peer && [
      'PyTorch forward, ms',
      milliseconds(peer.forward),
      `${peer.about.threads} threads, torch ${peer.about.torch}`,
    ],
    peer && ['PyTorch step, ms', milliseconds(peer.step), ''],
    [
      'forward, ms',
      milliseconds(m.forward),
      `${m.stockForward ? `${ratio(m.forward, m.stockForward)} × stock, ` : ''}${share(m.forward, 1)}${beside(m.forward, peer?.forward)}`,
    ],
    [
      'training step, ms',
      milliseconds(m.step),
      `${stock ?? ''}${ratio(m.step, m.forward)} × forward, ${share(m.step, 3)}${beside(m.step, peer?.step)}`,
    ],
    [`memory of a step, MB`, megabytes(m.memory.bytes), m.memory.of],
    ['tensors leaked by a step', String(m.leaked), ''],
  ].filter((row) => row !== null);
  const missing = typeof m.peer === 'string' && m.model === 'msaUnet' ? [`  PyTorch skipped: ${m.peer}`] : [];
  return [
    `${m.model} on ${m.backend} (${m.detail}); base ${m.baseFilters}, ${m.size}×${m.size}, batch ${m.batch}, median of ${m.rounds}`,
    `  ${versionsOf(m)}`,
    ...rows.map(([name, value, note]) => `  ${name!.padEnd(26)}${value!.padStart(8)}  ${note}`),
    ...missing,
    '',
  ].join('\n');
}

const versionsOf = ({ versions }: Measurement): string =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

const columns = [
  'Network',
  'Backend',
  'Problem',
  'Forward, ms',
  '÷ stock',
  '÷ PyTorch',
  'Step, ms',
  '÷ stock forward',
  '÷ PyTorch',
  'Memory of a step, MB',
];

/** The whole run as a page with a table. */
export function markdownOf({ date, machine, command, measurements, skipped }: Run): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const torch = measurements.flatMap(({ peer }) => (typeof peer === 'string' ? [] : [String(peer.about.torch)]))[0];
  const packages = new Set(
    measurements.map(
      ({ backend, detail, ...m }) => `- \`${backend}\`: ${detail}; ${versionsOf({ backend, detail, ...m })}`,
    ),
  );
  return [
    '# Speed and memory',
    '',
    `${machine}, ${date}, \`npm run bench${command ? ` -- ${command}` : ''}\`.`,
    '',
    ...packages,
    ...(torch ? [`- PyTorch ${torch}, with as many threads as the backend it is compared with`] : []),
    '',
    'Ratios compare medians of one run by wall-clock time, and by CPU time in brackets.',
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...measurements.map((m) => line(cellsOf(m))),
    '',
    ...skipped.map((reason) => `Skipped: ${reason}.\n`),
  ].join('\n');
}

function cellsOf(m: Measurement): string[] {
  const peer = typeof m.peer === 'string' ? null : m.peer;
  return [
    m.model,
    `${m.backend}`,
    `base ${m.baseFilters}, ${m.size}², batch ${m.batch}`,
    milliseconds(m.forward),
    m.stockForward ? ratio(m.forward, m.stockForward) : '',
    peer ? ratio(m.forward, peer.forward) : '',
    milliseconds(m.step),
    m.stockForward ? ratio(m.step, m.stockForward) : '',
    peer ? ratio(m.step, peer.step) : '',
    `${megabytes(m.memory.bytes)} (${m.memory.of})`,
  ];
}
