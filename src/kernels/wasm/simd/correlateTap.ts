import { type Code, f32x4, i32, type Local, repeat, type SimdFunction } from './assembler';

const parameters = [
  /** First pixel of the map, and bytes to the next pixel and the next row. */
  'x',
  'xStep',
  'xRowStep',
  /** First pixel of dy, and bytes to its next row. */
  'dy',
  'dyRowStep',
  'rows',
  'pixels',
  /** Channels of the map and of dy. */
  'channels',
  'filters',
  /** [channels, filters], to which the products are added. */
  'dw',
] as const;

/**
 * Adds up the products of every channel with every filter over the pixels under one tap of a filter.
 *
 * The sums of four channels and eight filters stay in registers over all pixels. Remaining channels are processed one
 * by one, four remaining filters as one vector.
 */
export const correlateTap: SimdFunction<typeof parameters> = {
  parameters,
  body: (p, count, vector) => {
    const [channels, filters, dyStep, sumsAt] = [count(), count(), count(), count()];
    const variables: Variables = {
      ...{ xRow: count(), dyRow: count(), x: count(), dy: count(), rows: count(), pixels: count(), rowAt: count() },
      ...{ value: vector(), factors: [vector(), vector()], dyStep, sumsAt },
    };
    const sums = Array.from({ length: 4 }, () => [vector(), vector()]);
    const products = (height: 1 | 4, vectors: 1 | 2): Code[] => [
      ...sumUp(
        p,
        variables,
        sums.slice(0, height).map((row) => row.slice(0, vectors)),
      ),
      p.dy.step(i32.const(16 * vectors)),
      sumsAt.step(i32.const(16 * vectors)),
    ];
    const eachFilter = (height: 1 | 4): Code =>
      repeat(channels, [
        sumsAt.set(p.dw.get),
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
      eachFilter(4),
      channels.set(i32.and(p.channels.get, i32.const(3))),
      eachFilter(1),
    ];
  },
};

interface Variables {
  /** The current row and pixel. */
  xRow: Local;
  dyRow: Local;
  x: Local;
  dy: Local;
  /** How many are left. */
  rows: Local;
  pixels: Local;
  /** Address of the sums, and of their next row. */
  sumsAt: Local;
  rowAt: Local;
  /** Bytes per pixel of dy, and per row of sums. */
  dyStep: Local;
  /** The value of a channel, and the gradients that it is multiplied by. */
  value: Local;
  factors: [Local, Local];
}

/** Adds the products of all pixels to `sums`: a row per channel, a vector per four filters. */
function sumUp(p: Record<(typeof parameters)[number], Local>, variables: Variables, sums: Local[][]): Code[] {
  const { xRow, dyRow, x, dy, rows, pixels, sumsAt, rowAt, dyStep, value, factors } = variables;
  const eachSum = (then: (sum: Local, v: number) => Code) => [
    rowAt.set(sumsAt.get),
    ...sums.flatMap((row) => [...row.map(then), rowAt.step(dyStep.get)]),
  ];
  return [
    ...eachSum((sum, v) => sum.set(f32x4.load(rowAt.get, 16 * v))),
    xRow.set(p.x.get),
    dyRow.set(p.dy.get),
    rows.set(p.rows.get),
    repeat(rows, [
      x.set(xRow.get),
      dy.set(dyRow.get),
      pixels.set(p.pixels.get),
      repeat(pixels, [
        ...sums[0]!.map((_, v) => factors[v]!.set(f32x4.load(dy.get, 16 * v))),
        ...sums.flatMap((row, c) => [
          value.set(f32x4.loadSplat(x.get, 4 * c)),
          ...row.map((sum, v) => sum.set(f32x4.add(sum.get, f32x4.mul(value.get, factors[v]!.get)))),
        ]),
        x.step(p.xStep.get),
        dy.step(dyStep.get),
      ]),
      xRow.step(p.xRowStep.get),
      dyRow.step(p.dyRowStep.get),
    ]),
    ...eachSum((sum, v) => f32x4.store(rowAt.get, sum.get, 16 * v)),
  ];
}
