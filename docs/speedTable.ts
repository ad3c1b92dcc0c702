import { readFileSync } from 'node:fs';

import type { Run } from '../bench/run';
import { inPlace } from './inPlace';

/** The run of `npm run bench` whose figures docs/backends.md shows. */
const source = 'results/bench/cpu.json';

/** Fills in the speed of MSA-UNet on each backend of the run. */
export function withSpeed(page: string): string {
  const { machine, date, measurements } = JSON.parse(readFileSync(source, 'utf8')) as Run;
  const measured = measurements.filter(({ model }) => model === 'msaUnet');
  const ratio = (a: { wall: number }, b: { wall: number } | null | undefined) =>
    b ? (a.wall / b.wall).toFixed(2) : '–';
  const rows = measured.map(({ backend, detail, peer, stockForward, forward, step }) => {
    const theirs = typeof peer === 'string' ? null : peer;
    return [
      `\`${backend}\`, ${detail}`,
      ratio(forward, stockForward),
      ratio(step, stockForward),
      theirs ? `${theirs.about.threads}` : '–',
      ratio(forward, theirs?.forward),
      ratio(step, theirs?.step),
    ];
  });
  const [{ size, baseFilters, batch } = { size: 0, baseFilters: 0, batch: 0 }] = measured;
  const head = [
    'Backend',
    'Forward ÷ stock',
    'Step ÷ stock forward',
    'PyTorch threads',
    'Forward ÷ PyTorch',
    'Step ÷ PyTorch',
  ];
  return inPlace(
    page,
    'speed',
    [
      ...[head, ['---', ...head.slice(1).map(() => '---:')], ...rows].map((cells) => `| ${cells.join(' | ')} |`),
      '',
      `_Time of MSA-UNet (base ${baseFilters}, ${size} × ${size}, batch ${batch}) relative to the forward pass of the same network in stock \`tf.layers\`, which`,
      `cannot be trained, and relative to PyTorch on the same CPU, all measured in one run; lower is faster (${machine}, ${date})._`,
    ].join('\n'),
  );
}
