import { describe, expect, it } from 'vitest';

import { groupCalls } from '../../bench/roofline/calls';
import { accumulators, hasFused, multiplyAddsPerTurn, peakModule } from '../../bench/roofline/peakLoops';
import { boundOf, kernelTable, roofSeconds } from '../../bench/roofline/report';
import type { Timing } from '../../bench/statistics';
import { withRun } from '../../docs/rooflineTables';

const [map, filter] = [
  [2, 16, 16, 8],
  [3, 3, 4, 8],
];
const image = [2, 16, 16, 4];
const macs = 2 * 16 * 16 * 8 * 3 * 3 * 4;

describe('groupCalls', () => {
  it.each([
    ['MsaUnetConvolution', [image, filter, [8]], [map]],
    ['FusedConv2D', [image, filter], [map]],
    ['MsaUnetInputGradient', [map, filter], [image]],
    ['MsaUnetFilterGradient', [image, map], [filter]],
  ])('counts the multiply–adds of %s', (name, inputShapes, outputShapes) => {
    const [group] = groupCalls([{ name, inputShapes, outputShapes, milliseconds: 1 }]);
    expect(group).toMatchObject({ shape: '3×3, 4 → 8, 16²', gigaMacs: macs / 1e9 });
  });

  it('adds up calls of equal shape, and bytes of all tensors', () => {
    const call = { name: 'Add', inputShapes: [map, map], outputShapes: [map], milliseconds: 2 };
    expect(groupCalls([call, call])).toEqual([
      { kernel: 'Add', shape: '', calls: 2, gigaMacs: 0, bytes: 2 * 3 * 4 * 4096, milliseconds: 4 },
    ]);
  });

  it('counts no bytes where a kernel returns the memory of its input', () => {
    const call = { name: 'Reshape', inputShapes: [map], outputShapes: [[4096]], milliseconds: 1 };
    expect(groupCalls([call])[0]!.bytes).toBe(0);
  });
});

describe('the loops of the peaks', () => {
  const load = (isFused: boolean) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Float32Array(memory.buffer, 0, 8).set([0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1]);
    const module = new WebAssembly.Module(peakModule(isFused));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return { memory, exports: exports as Record<string, (...numbers: number[]) => void> };
  };

  it.each([false, ...(hasFused() ? [true] : [])])('multiply and add as often as they say, fused: %s', (isFused) => {
    for (const count of accumulators) {
      const { memory, exports } = load(isFused);
      exports[`multiplyAdd${count}`]!(1);
      const perSum = multiplyAddsPerTurn(count) / (4 * count);
      let sum = 0;
      for (let i = 0; i < perSum; i++) sum = sum * 0.5 + 1;
      expect([...new Float32Array(memory.buffer, 64, 4 * count)]).toEqual(new Array(4 * count).fill(sum));
    }
  });

  it('copy and read all bytes', () => {
    const { memory, exports } = load(false);
    const floats = new Float32Array(memory.buffer);
    floats.fill(1, 4096, 4096 + 64);
    exports.copy!(4 * 4096, 4 * 8192, 2);
    expect([...floats.subarray(8192, 8192 + 65)]).toEqual([...new Array(64).fill(1), 0]);
    exports.read!(4 * 8192, 1024, 2);
    expect(floats[256]! + floats[257]! + floats[258]! + floats[259]!).toBe(64);
  });
});

const peaks = { threads: 1, gigaMacs: 20, fusedGigaMacs: null, readGigabytes: 10, copyGigabytes: 8 };
const timing = (median: number, min = median): Timing => ({ median, min, max: median, processor: null, rounds: 9 });

describe('the roof', () => {
  it('is the slower of computing and memory', () => {
    expect(roofSeconds({ gigaMacs: 2, bytes: 1e8 }, peaks)).toBeCloseTo(0.1);
    expect(boundOf({ gigaMacs: 2, bytes: 1e8 }, peaks)).toBe('computing');
    expect(roofSeconds({ gigaMacs: 0, bytes: 1e9 }, peaks)).toBeCloseTo(0.1);
    expect(boundOf({ gigaMacs: 0, bytes: 1e9 }, peaks)).toBe('memory');
  });

  it('uses fused multiply–adds where they are faster', () => {
    expect(roofSeconds({ gigaMacs: 2, bytes: 0 }, { ...peaks, fusedGigaMacs: 40 })).toBeCloseTo(0.05);
  });

  it('gives no share of an unsteady time', () => {
    const kernel = { kernel: 'MsaUnetConvolution', shape: 'a', calls: 1, gigaMacs: 2, bytes: 0 };
    const table = (min: number) =>
      kernelTable({ total: timing(250), kernels: [{ ...kernel, time: timing(200, min) }] }, peaks);
    expect(table(190)).toMatch(/\| 10\.0 +\| 0\.0 +\| 50 % of computing \|/);
    expect(table(100)).toMatch(/unsteady +\| unsteady +\| unsteady/);
    expect(table(190)).toMatch(/\| outside kernels .* 50\.00 +\| 20 %/);
  });
});

it('the page of a library without a published run says how to measure', () => {
  expect(withRun('<!-- roofline -->\n<!-- end of roofline -->', null)).toContain('npm run bench -- roofline');
});
