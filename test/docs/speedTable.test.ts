import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import type { Measurement, Run } from '../../bench/run';
import { withRoofline } from '../../docs/rooflineTables';
import { withShortSpeed, withSpeed } from '../../docs/speedTable';

const page = (name: string) => readFileSync(name, 'utf8');

it('the speed in docs/backends.md and README.md is that of the run in results/bench', () => {
  expect(page('docs/backends.md')).toContain('÷ PyTorch');
  expect(page('docs/backends.md')).toBe(withSpeed(page('docs/backends.md')));
  expect(page('README.md')).toBe(withShortSpeed(page('README.md')));
});

it('the tables of docs/performance.md are those of the network and of the run in results/bench', async () => {
  await tf.setBackend('cpu');
  expect(page('docs/performance.md')).toContain('| enc1 ');
  expect(page('docs/performance.md')).toBe(withRoofline(page('docs/performance.md')));
});

const problem = { model: 'msaUnet', baseFilters: 8, size: 128, batch: 2 } as const;
const time = (median: number, min: number) => ({ median, min, max: median, processor: null, rounds: 9 });
const measured = (engine: string, forward: number, step: number, size = 128): Measurement => ({
  ...{ engine, threads: 2, problem: { ...problem, size }, about: {} },
  ...{ forward: time(forward, forward), step: time(step, 0.5 * step) },
});
const run: Run = {
  ...{ date: '2026-12-01', machine: 'A processor', processors: 2, command: '', load: null },
  measurements: [measured('wasm', 30, 90), measured('PyTorch', 20, 60), measured('cpu', 400, 900, 64)],
};

it('the table has no number for an unsteady time, and no row without a rival', () => {
  const table = withShortSpeed('<!-- speed -->\n<!-- end of speed -->', run);
  expect(table).toContain('| `wasm` | 2 | 1.50 | unsteady |');
  expect(table).not.toContain('cpu');
});
