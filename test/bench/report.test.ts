import { describe, expect, it } from 'vitest';

import { type HeatOptions, heatsOf, parts } from '../../bench/heats';
import { busyReason, Others } from '../../bench/load';
import { heatText, markdownOf } from '../../bench/report';
import type { Measurement, Run } from '../../bench/run';
import type { Timing } from '../../bench/statistics';

const timing = (median: number, min: number): Timing => ({ median, min, max: median, processor: null, rounds: 9 });

const problem = { model: 'msaUnet', baseFilters: 8, size: 128, batch: 2 } as const;
const measured = (engine: string, threads: number, forward: Timing, others = 0.03): Measurement => ({
  ...{ engine, threads, problem, forward, others, about: { torch: '2.13' } },
});

const run: Run = {
  ...{ date: '2026-12-01', machine: 'A processor, Node v20', processors: 2, command: '--rounds 9' },
  load: { start: 0.1, end: 1.5, busy: 0.02 },
  measurements: [
    measured('wasm', 1, timing(50, 49)),
    measured('wasm', 2, timing(30, 29)),
    measured('PyTorch', 1, timing(40, 39)),
    measured('PyTorch', 2, timing(2245, 43)),
    { engine: 'onnxruntime-node', threads: 1, problem, about: {}, missing: 'it is not installed' },
  ],
};

const cells = (text: string, row: RegExp) =>
  text
    .split('\n')
    .find((line) => row.test(line))!
    .split('|')
    .map((cell) => cell.trim());

describe('heatText', () => {
  const text = heatText(run.measurements);

  it('compares equal numbers of threads, and threads with one', () => {
    expect(cells(text, /^\| Forward/)).toEqual([
      '',
      'Forward',
      'Threads',
      'Median, ms',
      'Minimum, ms',
      '÷ PyTorch',
      '÷ 1 thread',
      '',
    ]);
    expect(cells(text, /^\| wasm +\| 1 /)).toEqual(['', 'wasm', '1', '50.00', '49.00', '1.25', '', '']);
    expect(cells(text, /^\| wasm +\| 2 /)).toEqual(['', 'wasm', '2', '30.00', '29.00', 'unsteady', '0.60', '']);
  });

  it('gives no number for an unsteady time, and says why', () => {
    expect(text).toContain('\n- Unsteady: PyTorch, threads: 2: minimum 43.00, median 2245 ms\n');
    expect(text).not.toContain('0.01');
  });

  it('gives no number if other programs were busy, however steady the times are', () => {
    const busy = heatText([measured('wasm', 1, timing(50, 49), 1.35), measured('PyTorch', 1, timing(500, 499), 1.35)]);
    expect(cells(busy, /^\| wasm/)).toEqual(['', 'wasm', '1', '50.00', '49.00', 'unsteady', '']);
    expect(busy).toContain('- Unsteady: other programs kept 1.35 processors busy meanwhile');
  });

  it('says why a row is missing', () => {
    expect(text).toContain('- Not measured: onnxruntime-node, threads: 1: it is not installed');
  });
});

describe('markdownOf', () => {
  it('names machine, threads, versions, command and load', () => {
    const page = markdownOf(run);
    expect(page).toContain('A processor, Node v20, 2 processors, 2026-12-01, `npm run bench -- --rounds 9`.');
    expect(page).toContain('- PyTorch, threads: 2: torch 2.13\n');
    expect(page).toContain(
      '- Load: 0.10 at the start, with 0.02 processors busy; 1.50 at the end; other programs kept at most 0.03',
    );
    expect(page).not.toContain('do not quote');
  });

  it('warns of figures of a busy machine', () => {
    const warning = '**The machine was busy: do not quote these figures**';
    expect(markdownOf({ ...run, load: { ...run.load!, busy: 0.9 } })).toContain(warning);
    const measurements = [measured('wasm', 1, timing(50, 49), 0.9)];
    expect(markdownOf({ ...run, measurements })).toContain(warning);
  });
});

describe('busyReason', () => {
  it('refuses a machine whose processors work for others', () => {
    expect(busyReason(0.25)).toBe(null);
    expect(busyReason(1.3)).toMatch(/^other programs keep 1.30 of \d+ processors busy; at most 0.25 may be$/);
  });

  it('does not know others where nothing was timed', () => {
    expect(new Others().average()).toBe(null);
  });
});

describe('heatsOf', () => {
  const options: HeatOptions = {
    ...{ parts, backends: ['wasm', 'tensorflow', 'cpu', 'webgpu'], threads: [1, 4], models: null, size: null },
    ...{ baseFilters: null, batch: null, rounds: null, slices: null, isWebgpuSlow: true },
  };

  it('grows sizes from 64² to 512², and batches from 1 to 6', () => {
    const heats = heatsOf({ ...options, parts: ['engines'], backends: ['wasm'] }).map(({ problem }) => problem);
    expect(heats.filter(({ batch }) => batch === 1).map(({ size }) => size)).toEqual([64, 128, 256, 512]);
    expect(heats.filter(({ size }) => size === 256).map(({ batch }) => batch)).toEqual([1, 2, 4, 6]);
  });

  it('lets every engine run on one and on all threads, TensorFlow on all', () => {
    const [{ entrants } = { entrants: [] }] = heatsOf(options);
    const names = entrants.map(({ engine, threads }) => `${engine} ${threads}`);
    const engines = ['wasm', 'PyTorch', 'onnxruntime-node', 'onnxruntime-web'];
    expect(names).toEqual(expect.arrayContaining(engines.flatMap((engine) => [`${engine} 1`, `${engine} 4`])));
    expect(names.filter((name) => name.startsWith('tensorflow'))).toEqual(['tensorflow 4']);
  });

  it('gives slow backends a small problem of their own', () => {
    const slow = heatsOf(options).filter(({ entrants }) => /cpu|webgpu/.test(entrants[0]!.engine));
    expect(slow.map(({ problem }) => problem.baseFilters)).toEqual([1, 1]);
  });

  it('measures whole predictions with and without CLAHE', () => {
    const heats = heatsOf({ ...options, parts: ['volume'] });
    expect(heats.map(({ problem: { scan, size, clahe } }) => [scan, size, clahe])).toEqual([
      [[60, 512, 512], 256, true],
      [[60, 512, 512], 256, false],
    ]);
  });
});
