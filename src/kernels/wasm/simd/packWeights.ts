import { type Code, f32x4, i32, repeat, type SimdFunction } from './assembler';
import type { Vectors } from './convolveRow';

const parameters = ['from', 'fromStep', 'to', 'count'] as const;

/** Copies `count` rows of four floats per vector, `fromStep` bytes apart, into contiguous memory. */
export const packColumns = (vectors: Vectors): SimdFunction<typeof parameters> => ({
  parameters,
  body: ({ from, fromStep, to, count }) => {
    const all = [0, 16, 32, 48].slice(0, vectors);
    return [
      repeat(count, [
        ...all.map((offset) => f32x4.store(to.get, f32x4.load(from.get, offset), offset)),
        from.step(fromStep.get),
        to.step(i32.const(16 * vectors)),
      ]),
    ];
  },
});

/**
 * Transposes a matrix of four rows per vector, `fromStep` bytes apart, and 4 · `count` columns into contiguous memory.
 */
export const packRows = (vectors: Vectors): SimdFunction<typeof parameters> => ({
  parameters,
  body: ({ from, fromStep, to, count }, _, vector) => {
    const rows = Array.from({ length: 4 }, vector);
    const pairs = Array.from({ length: 4 }, vector);
    const [a, b, c, d] = rows.map((row) => row.get) as [Code, Code, Code, Code];
    const [low, high, nextLow, nextHigh] = pairs.map((pair) => pair.get) as [Code, Code, Code, Code];
    const fourRows = (v: number) => [
      ...rows.map((row, r) => row.set(f32x4.load(i32.add(from.get, i32.mul(fromStep.get, i32.const(4 * v + r)))))),
      pairs[0]!.set(f32x4.shuffle(a, b, [0, 4, 1, 5])),
      pairs[1]!.set(f32x4.shuffle(a, b, [2, 6, 3, 7])),
      pairs[2]!.set(f32x4.shuffle(c, d, [0, 4, 1, 5])),
      pairs[3]!.set(f32x4.shuffle(c, d, [2, 6, 3, 7])),
      ...[
        f32x4.shuffle(low, nextLow, [0, 1, 4, 5]),
        f32x4.shuffle(low, nextLow, [2, 3, 6, 7]),
        f32x4.shuffle(high, nextHigh, [0, 1, 4, 5]),
        f32x4.shuffle(high, nextHigh, [2, 3, 6, 7]),
      ].map((column, k) => f32x4.store(to.get, column, 16 * (vectors * k + v))),
    ];
    return [
      repeat(count, [
        ...[0, 1, 2, 3].slice(0, vectors).flatMap(fourRows),
        from.step(i32.const(16)),
        to.step(i32.const(64 * vectors)),
      ]),
    ];
  },
});
