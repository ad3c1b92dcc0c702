import { assemble, type Code, f32x4, i32, repeat, type SimdFunction } from '../../src/kernels/wasm/simd/assembler';

/**
 * Numbers of accumulators that are tried: enough to hide the latency of an instruction, few enough for the 16 registers of SSE
 * and AVX.
 */
export const accumulators = [8, 10, 12] as const;

/** Multiply–adds per accumulator in one turn of the loop. */
const unrolled = 4;

/** Four multiply–adds that round once, of relaxed SIMD. */
const fused = (a: Code, b: Code, c: Code): Code => [...a, ...b, ...c, 0xfd, 0x85, 0x02];

const separate = (a: Code, b: Code, c: Code): Code => f32x4.add(f32x4.mul(a, b), c);

/** Multiply–adds of one turn of the loop, in floats. */
export const multiplyAddsPerTurn = (accumulators: number): number => 4 * unrolled * accumulators;

/** Multiplies and adds in registers; reads its constants at 0 and 16, and writes its sums from 64 on. */
const multiplyAdd = (operation: typeof fused, accumulators: number): SimdFunction<['turns']> => ({
  parameters: ['turns'],
  body: ({ turns }, _, vector) => {
    const [factor, term] = [vector(), vector()];
    const sums = Array.from({ length: accumulators }, vector);
    return [
      factor.set(f32x4.load(i32.const(0))),
      term.set(f32x4.load(i32.const(16))),
      ...sums.map((sum, i) => sum.set(f32x4.load(i32.const(64 + 16 * i)))),
      repeat(
        turns,
        Array.from({ length: unrolled }, () => sums).flatMap((all) =>
          all.map((sum) => sum.set(operation(sum.get, factor.get, term.get))),
        ),
      ),
      ...sums.map((sum, i) => f32x4.store(i32.const(64 + 16 * i), sum.get)),
    ];
  },
});

/** Bytes that a turn of `read` and `copy` takes. */
export const bytesPerTurn = 128;

/** Adds up memory; writes the sum to `to`. */
const read: SimdFunction<['from', 'to', 'turns']> = {
  parameters: ['from', 'to', 'turns'],
  body: ({ from, to, turns }, _, vector) => {
    const sums = Array.from({ length: bytesPerTurn / 16 }, vector);
    return [
      repeat(turns, [
        ...sums.map((sum, i) => sum.set(f32x4.add(sum.get, f32x4.load(from.get, 16 * i)))),
        from.step(i32.const(bytesPerTurn)),
      ]),
      f32x4.store(
        to.get,
        sums.map((sum) => sum.get).reduce((a, b) => f32x4.add(a, b)),
      ),
    ];
  },
};

const copy: SimdFunction<['from', 'to', 'turns']> = {
  parameters: ['from', 'to', 'turns'],
  body: ({ from, to, turns }) => [
    repeat(turns, [
      ...Array.from({ length: bytesPerTurn / 16 }, (_, i) => f32x4.store(to.get, f32x4.load(from.get, 16 * i), 16 * i)),
      from.step(i32.const(bytesPerTurn)),
      to.step(i32.const(bytesPerTurn)),
    ]),
  ],
};

/**
 * A module with the loops that measure a machine, over an imported memory: `read`, `copy`, and `multiplyAdd8` and others with so
 * many accumulators, which round once if they are fused.
 */
export function peakModule(isFused: boolean): Uint8Array<ArrayBuffer> {
  const operation = isFused ? fused : separate;
  const loops = accumulators.map((count) => [`multiplyAdd${count}`, multiplyAdd(operation, count)]);
  return assemble({ ...Object.fromEntries(loops), read, copy });
}

/** Whether this engine has relaxed SIMD. */
export const hasFused = (): boolean => WebAssembly.validate(peakModule(true));
