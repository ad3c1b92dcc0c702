import { f32x4, i32, type Local, repeat, type SimdFunction } from './assembler';

const parameters = [
  /** First pixel of the map; bytes from there to the next pixel and the next row. */
  'x',
  'xStep',
  'xRowStep',
  /** First pixel of the gradient behind the convolution, and bytes to the next row of it. */
  'dy',
  'dyRowStep',
  'rows',
  'pixels',
  /** Channels of the map, and of the gradient. */
  'channels',
  'filters',
  /** [channels, filters], which the products are added to. */
  'dw',
] as const;

/**
 * Sums, over the pixels that one tap of a filter meets, the products of every channel with every filter.
 *
 * The sums of four channels and eight filters stay in registers while the pixels go by. A rest of fewer channels goes one
 * by one, one of four filters by one vector.
 */
export const correlateTap: SimdFunction<typeof parameters> = {
  parameters,
  body: (p, count, vector) => {
    const [channels, filters, xRow, dyRow, xPixel, dyPixel, rows, pixels, sumAt, rowAt, dyStep] = Array.from(
      { length: 11 },
      count,
    ) as Locals;
    const value = vector();
    const factors = [vector(), vector()];
    const sums = Array.from({ length: 4 }, () => [vector(), vector()]);

    /** For as many channels at a time, and four filters per vector. */
    const products = (height: 1 | 4, vectors: 1 | 2) => {
      const own = sums.slice(0, height).map((row) => row.slice(0, vectors));
      const eachSum = (then: (sum: Local, v: number) => readonly number[]) => [
        rowAt.set(sumAt.get),
        ...own.flatMap((row) => [...row.map(then), rowAt.step(dyStep.get)]),
      ];
      return [
        ...eachSum((sum, v) => sum.set(f32x4.load(rowAt.get, 16 * v))),
        xRow.set(p.x.get),
        dyRow.set(p.dy.get),
        rows.set(p.rows.get),
        repeat(rows, [
          xPixel.set(xRow.get),
          dyPixel.set(dyRow.get),
          pixels.set(p.pixels.get),
          repeat(pixels, [
            ...factors.slice(0, vectors).map((factor, v) => factor.set(f32x4.load(dyPixel.get, 16 * v))),
            ...own.flatMap((row, c) => [
              value.set(f32x4.loadSplat(xPixel.get, 4 * c)),
              ...row.map((sum, v) => sum.set(f32x4.add(sum.get, f32x4.mul(value.get, factors[v]!.get)))),
            ]),
            xPixel.step(p.xStep.get),
            dyPixel.step(dyStep.get),
          ]),
          xRow.step(p.xRowStep.get),
          dyRow.step(p.dyRowStep.get),
        ]),
        ...eachSum((sum, v) => f32x4.store(rowAt.get, sum.get, 16 * v)),
        p.dy.step(i32.const(16 * vectors)),
        sumAt.step(i32.const(16 * vectors)),
      ];
    };
    const eachChannel = (height: 1 | 4) =>
      repeat(channels, [
        sumAt.set(p.dw.get),
        filters.set(i32.shiftRight(p.filters.get, 3)),
        repeat(filters, products(height, 2)),
        filters.set(i32.and(i32.shiftRight(p.filters.get, 2), i32.const(1))),
        repeat(filters, products(height, 1)),
        p.dy.set(i32.sub(p.dy.get, dyStep.get)),
        p.x.step(i32.const(4 * height)),
        p.dw.step(i32.mul(dyStep.get, i32.const(height))),
      ]);
    return [
      dyStep.set(i32.shiftLeft(p.filters.get, 2)),
      channels.set(i32.shiftRight(p.channels.get, 2)),
      eachChannel(4),
      channels.set(i32.and(p.channels.get, i32.const(3))),
      eachChannel(1),
    ];
  },
};

type Locals = [Local, Local, Local, Local, Local, Local, Local, Local, Local, Local, Local];
