import { f32x4, i32, repeat, type SimdFunction } from './assembler';

const parameters = ['from', 'fromStep', 'to', 'toStep', 'vectors', 'pixels'] as const;

/** Copies 4 · `vectors` channels of every pixel from pixels `fromStep` bytes apart to pixels `toStep` bytes apart. */
export const copyPixels: SimdFunction<typeof parameters> = {
  parameters,
  body: (p, count) => {
    const [vectors, bytes] = [count(), count()];
    return [
      bytes.set(i32.shiftLeft(p.vectors.get, 4)),
      repeat(p.pixels, [
        vectors.set(p.vectors.get),
        repeat(vectors, [
          f32x4.store(p.to.get, f32x4.load(p.from.get)),
          p.from.step(i32.const(16)),
          p.to.step(i32.const(16)),
        ]),
        p.from.step(i32.sub(p.fromStep.get, bytes.get)),
        p.to.step(i32.sub(p.toStep.get, bytes.get)),
      ]),
    ];
  },
};
