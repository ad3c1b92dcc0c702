import { type Code, f32x4, i32, type Local, repeat, type SimdFunction, select, when } from './assembler';

const parameters = [
  /** First row of the map under a tap, and bytes to the row under the next tap. */
  'x',
  'xRowStep',
  /** Rows of taps inside the map, and taps in each. */
  'tapRows',
  'tapColumns',
  /** Column under the first tap of the first pixel, which may lie outside the map, and columns to the next tap. */
  'column',
  'tapStep',
  /** Columns between the taps of neighbouring pixels. */
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
  /** Address of the first output pixel, and bytes to the next. */
  'y',
  'yStep',
  'pixels',
  /** Two floats, the bounds that results are clipped to. */
  'bounds',
] as const;

/** Number of vectors of four filters that a call computes. */
export type Vectors = 1 | 2 | 4;

/** Returns the most vectors that the remaining filters fill. */
export const vectorsFor = (filters: number): Vectors => (filters >= 16 ? 4 : filters >= 8 ? 2 : 1);

/**
 * Computes one row of a convolution for `vectors` vectors of four filters.
 *
 * The sums of four pixels stay in registers, or of two pixels for four vectors. Each channel takes one load per vector
 * of weights and one per pixel. The loop is not unrolled: that would cut its speed to two thirds, because V8 then moves
 * sums to memory.
 */
export const convolveRow = (vectors: Vectors): SimdFunction<typeof parameters> => ({
  parameters,
  body: (p, count, vector) => {
    const pointers = Array.from({ length: vectors === 4 ? 2 : 4 }, count);
    const variables: Variables = {
      ...{ row: count(), column: count(), weights: count(), rows: count(), taps: count(), channels: count() },
      ...{ value: vector(), factors: Array.from({ length: vectors }, vector) },
    };
    const pixels = pointers.map((pointer) => ({ pointer, sums: variables.factors.map(vector) }));
    const blocks = count();
    return [
      blocks.set(i32.shiftRight(p.pixels.get, Math.log2(pixels.length))),
      repeat(blocks, block(p, variables, pixels)),
      blocks.set(i32.and(p.pixels.get, i32.const(pixels.length - 1))),
      repeat(blocks, block(p, variables, pixels.slice(0, 1))),
    ];
  },
});

type Numbers = Record<(typeof parameters)[number], Local>;

interface Variables {
  /** Start of the current row of the map, the current column, and the next weights. */
  row: Local;
  column: Local;
  weights: Local;
  /** How many are left. */
  rows: Local;
  taps: Local;
  channels: Local;
  /** The value of a pixel, and the weights that it is multiplied by. */
  value: Local;
  factors: Local[];
}

interface Pixel {
  /** Address of the map's pixel under the current tap. */
  pointer: Local;
  sums: Local[];
}

/** Computes the next pixels, as many as are passed. */
function block(p: Numbers, variables: Variables, pixels: Pixel[]): Code[] {
  const { row, column, weights, rows } = variables;
  return [
    ...pixels.flatMap(({ sums }) => sums.map((sum, v) => sum.set(f32x4.load(p.bias.get, 16 * v)))),
    row.set(p.x.get),
    weights.set(p.weights.get),
    rows.set(p.tapRows.get),
    repeat(rows, [
      column.set(p.column.get),
      when(isInside(p, column, pixels.length), wholeRow(p, variables, pixels), tapByTap(p, variables, pixels)),
      row.step(p.xRowStep.get),
    ]),
    ...pixels.flatMap(({ sums }) => [
      ...sums.map((sum, v) => f32x4.store(p.y.get, within(p.bounds, sum), 16 * v)),
      p.y.step(p.yStep.get),
    ]),
    p.column.step(i32.mul(p.stride.get, i32.const(pixels.length))),
  ];
}

const columnOf = (p: Numbers, column: Local, k: number): Code =>
  i32.add(column.get, i32.mul(p.stride.get, i32.const(k)));

const addressOf = (p: Numbers, { row, column }: Variables, k: number): Code =>
  i32.add(row.get, i32.shiftLeft(i32.mul(columnOf(p, column, k), p.channels.get), 2));

/** Whether all taps of a row lie inside the map, next to each other in memory. */
function isInside(p: Numbers, column: Local, pixels: number): Code {
  const reach = i32.mul(i32.add(p.tapColumns.get, i32.const(-1)), p.tapStep.get);
  const last = i32.add(columnOf(p, column, pixels - 1), reach);
  const [first, end] = [column.get, last].map((at) => i32.isBelowUnsigned(at, p.width.get)) as [Code, Code];
  return i32.and(i32.and(first, end), i32.isEqual(p.tapStep.get, i32.const(1)));
}

const wholeRow = (p: Numbers, variables: Variables, pixels: Pixel[]): Code[] => [
  ...pixels.map(({ pointer }, k) => pointer.set(addressOf(p, variables, k))),
  variables.channels.set(i32.mul(p.tapColumns.get, p.channels.get)),
  sumUp(variables, pixels),
];

/** Processes tap by tap; taps outside the map read zeros. */
function tapByTap(p: Numbers, variables: Variables, pixels: Pixel[]): Code[] {
  const { column, taps, channels } = variables;
  const place = (k: number) => {
    const inside = i32.isBelowUnsigned(columnOf(p, column, k), p.width.get);
    return select(inside, addressOf(p, variables, k), p.zeros.get);
  };
  return [
    taps.set(p.tapColumns.get),
    repeat(taps, [
      ...pixels.map(({ pointer }, k) => pointer.set(place(k))),
      channels.set(p.channels.get),
      sumUp(variables, pixels),
      column.step(p.tapStep.get),
    ]),
  ];
}

/** Adds the products of the next channels of every pixel with their weights. */
function sumUp({ channels, weights, factors, value }: Variables, pixels: Pixel[]): Code {
  return repeat(channels, [
    ...factors.map((factor, v) => factor.set(f32x4.load(weights.get, 16 * v))),
    ...pixels.flatMap(({ pointer, sums }) => [
      value.set(f32x4.loadSplat(pointer.get)),
      ...sums.map((sum, v) => sum.set(f32x4.add(sum.get, f32x4.mul(value.get, factors[v]!.get)))),
      pointer.step(i32.const(4)),
    ]),
    weights.step(i32.const(16 * factors.length)),
  ]);
}

const within = (bounds: Local, sum: Local): Code =>
  f32x4.min(f32x4.loadSplat(bounds.get, 4), f32x4.max(f32x4.loadSplat(bounds.get), sum.get));
