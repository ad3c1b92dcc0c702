import { describe, expect, it } from 'vitest';

import {
  assemble,
  f32x4,
  i32,
  repeat,
  type SimdFunction,
  select,
  when,
} from '../../../../src/kernels/wasm/simd/assembler';

/** Runs a function of addresses on these floats, which lie from address 0 on. */
function run(f: SimdFunction, floats: number[], ...numbers: number[]): number[] {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const view = new Float32Array(memory.buffer, 0, floats.length);
  view.set(floats);
  const module = new WebAssembly.Module(assemble({ f }));
  (new WebAssembly.Instance(module, { env: { memory } }).exports.f as (...numbers: number[]) => void)(...numbers);
  return [...view];
}

const parameters = ['at', 'count'] as const;
const at = (offset = 0) => f32x4.load([0x20, 0], offset);

describe('assemble', () => {
  it.each([1, 63, 64, 200, 300, 10_000])('writes offsets and constants of %i floats', (offset) => {
    const copy: SimdFunction<typeof parameters> = {
      parameters,
      body: (p) => [f32x4.store(i32.add(p.at.get, i32.const(-4 * offset)), f32x4.load(p.at.get, 0), 4 * offset)],
    };
    const floats = Array.from({ length: offset + 8 }, (_, i) => i);
    expect(run(copy, floats, 4 * offset, 0)).toEqual(floats);
  });

  it.each<[string, readonly number[], number[]]>([
    ['add', f32x4.add(at(), at(16)), [3, -1, 12, 4.5]],
    ['sub', f32x4.sub(at(), at(16)), [-1, 5, 4, 3.5]],
    ['mul', f32x4.mul(at(), at(16)), [2, -6, 32, 2]],
    ['div', f32x4.div(at(), at(16)), [0.5, 2 / -3, 2, 8].map(Math.fround)],
    ['min', f32x4.min(at(), at(16)), [1, -3, 4, 0.5]],
    ['max', f32x4.max(at(), at(16)), [2, 2, 8, 4]],
    ['sqrt', f32x4.sqrt(f32x4.mul(at(16), at(16))), [2, 3, 4, 0.5]],
    ['and of a comparison', f32x4.and(at(), f32x4.isBelow(at(), at(16))), [1, 0, 0, 0]],
    ['andNot of a comparison', f32x4.andNot(at(), f32x4.isBelow(at(), at(16))), [0, 2, 8, 4]],
    ['shuffle', f32x4.shuffle(at(), at(16), [0, 5, 3, 6]), [1, -3, 4, 4]],
    ['loadSplat', f32x4.loadSplat([0x20, 0], 8), [8, 8, 8, 8]],
    ['zero', f32x4.zero, [0, 0, 0, 0]],
  ])('knows %s', (_, value, expected) => {
    const f: SimdFunction<typeof parameters> = { parameters, body: (p) => [f32x4.store(p.at.get, value, 32)] };
    const floats = [1, 2, 8, 4, 2, -3, 4, 0.5, 9, 9, 9, 9];
    expect(run(f, floats, 0, 0).slice(8)).toEqual(expected);
  });
});

it.each([0, 1, 5])('repeat runs its body %i times', (times) => {
  const f: SimdFunction<typeof parameters> = {
    parameters,
    body: (p) => [repeat(p.count, [f32x4.store(p.at.get, f32x4.add(f32x4.load(p.at.get), f32x4.load(p.at.get, 16)))])],
  };
  expect(run(f, [0, 0, 0, 0, 1, 2, 3, 4], 0, times).slice(0, 4)).toEqual([1, 2, 3, 4].map((x) => times * x));
});

it.each([
  [3, 1],
  [5, 2],
])('when and select choose by a condition: %i', (count, expected) => {
  const isSmall = (p: { count: { get: readonly number[] } }) => i32.isBelow(p.count.get, i32.const(4));
  const store = (p: { at: { get: readonly number[] } }, from: readonly number[], to: number) =>
    f32x4.store(p.at.get, f32x4.loadSplat(from), to);
  const f: SimdFunction<typeof parameters> = {
    parameters,
    body: (p) => [
      when(isSmall(p), [store(p, i32.const(0), 16)], [store(p, i32.const(4), 16)]),
      store(p, select(isSmall(p), i32.const(0), i32.const(4)), 32),
    ],
  };
  const result = run(f, [1, 2, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9], 0, count);
  expect(result.slice(4)).toEqual(Array(8).fill(expected));
});
