import { type Code, f32x4, i32, type Local, repeat, type SimdFunction, select, when } from './assembler';

const parameters = [
  /** The first row of the map that a tap meets, and bytes from there to the row of the next tap. */
  'x',
  'xRowStep',
  /** Rows of taps that meet the map, and taps in each. */
  'tapRows',
  'tapColumns',
  /** Column that the first tap of the first pixel meets, which may lie outside, and columns to the next tap. */
  'column',
  'tapStep',
  /** Columns from the tap of one pixel to that of the next. */
  'stride',
  /** Columns and channels of the map. */
  'width',
  'channels',
  /** As many zeros as channels. */
  'zeros',
  /** Weights [tap rows, taps, channels, filters of this call]. */
  'weights',
  /** [filters of this call] */
  'bias',
  /** Where the first pixel goes, and bytes from there to the next. */
  'y',
  'yStep',
  'pixels',
  /** Two floats that the results are kept between. */
  'bounds',
] as const;

/**
 * One row of a convolution, for four filters per vector.
 *
 * The sums of four pixels stay in registers. A channel takes one load per vector of weights and one per pixel, and a loop
 * no longer than that: unrolled, it runs at two thirds of the speed, because V8 then moves sums to memory.
 */
export const convolveRow = (vectors: 1 | 2): SimdFunction<typeof parameters> => ({
  parameters,
  body: (p, count, vector) => {
    const [row, column, weights, blocks, rows, taps, channels, value] = [
      ...[count(), count(), count(), count(), count(), count(), count()],
      vector(),
    ] as [Local, Local, Local, Local, Local, Local, Local, Local];
    const pointers = Array.from({ length: 4 }, count);
    const factors = Array.from({ length: vectors }, vector);
    const sums = pointers.map(() => factors.map(vector));

    const sumUp = (own: Local[]): Code =>
      repeat(channels, [
        ...factors.map((factor, v) => factor.set(f32x4.load(weights.get, 16 * v))),
        ...own.flatMap((pointer, k) => [
          value.set(f32x4.loadSplat(pointer.get)),
          ...sums[k]!.map((sum, v) => sum.set(f32x4.add(sum.get, f32x4.mul(value.get, factors[v]!.get)))),
          pointer.step(i32.const(4)),
        ]),
        weights.step(i32.const(16 * vectors)),
      ]);
    const block = (size: 1 | 4): Code[] => {
      const own = pointers.slice(0, size);
      const columnOf = (k: number) => i32.add(column.get, i32.mul(p.stride.get, i32.const(k)));
      const addressOf = (k: number) => i32.add(row.get, i32.shiftLeft(i32.mul(columnOf(k), p.channels.get), 2));
      const inside = (k: number) => i32.isBelowUnsigned(columnOf(k), p.width.get);
      const last = i32.add(columnOf(size - 1), i32.mul(i32.add(p.tapColumns.get, i32.const(-1)), p.tapStep.get));
      const wholeRow = i32.and(
        i32.and(inside(0), i32.isBelowUnsigned(last, p.width.get)),
        i32.isEqual(p.tapStep.get, i32.const(1)),
      );
      return [
        ...own.flatMap((_, k) => sums[k]!.map((sum, v) => sum.set(f32x4.load(p.bias.get, 16 * v)))),
        row.set(p.x.get),
        weights.set(p.weights.get),
        rows.set(p.tapRows.get),
        repeat(rows, [
          column.set(p.column.get),
          when(
            wholeRow, // its taps are neighbours in memory
            [
              ...own.map((pointer, k) => pointer.set(addressOf(k))),
              channels.set(i32.mul(p.tapColumns.get, p.channels.get)),
              sumUp(own),
            ],
            [
              taps.set(p.tapColumns.get),
              repeat(taps, [
                ...own.map((pointer, k) => pointer.set(select(inside(k), addressOf(k), p.zeros.get))),
                channels.set(p.channels.get),
                sumUp(own),
                column.step(p.tapStep.get),
              ]),
            ],
          ),
          row.step(p.xRowStep.get),
        ]),
        ...own.flatMap((_, k) => [
          ...sums[k]!.map((sum, v) => f32x4.store(p.y.get, within(p.bounds, sum), 16 * v)),
          p.y.step(p.yStep.get),
        ]),
        p.column.step(i32.mul(p.stride.get, i32.const(size))),
      ];
    };
    return [
      blocks.set(i32.shiftRight(p.pixels.get, 2)),
      repeat(blocks, block(4)),
      blocks.set(i32.and(p.pixels.get, i32.const(3))),
      repeat(blocks, block(1)),
    ];
  },
});

const within = (bounds: Local, sum: Local): Code =>
  f32x4.min(f32x4.loadSplat(bounds.get, 4), f32x4.max(f32x4.loadSplat(bounds.get), sum.get));
