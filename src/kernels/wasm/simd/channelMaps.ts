import { type Code, f32x4, f64x2, i32, type Local, repeat, type SimdFunction } from './assembler';

/**
 * Builds a loop over `pixels` of maps [pixels, channels] with a multiple of four channels. It processes four channels
 * at a time, whose constants or sums stay in registers.
 */
function overChannels<const Maps extends readonly string[], const Lists extends readonly string[]>(
  maps: Maps,
  lists: Lists,
  listBytes: number,
  make: (
    at: Record<Maps[number] | Lists[number], Local>,
    vector: () => Local,
  ) => { before: Code[]; pixel: Code[]; after: Code[] },
): SimdFunction<readonly [...Maps, ...Lists, 'channels', 'pixels']> {
  return {
    parameters: [...maps, ...lists, 'channels', 'pixels'],
    body: (p, count, vector) => {
      const named = p as Record<string, Local>;
      const pixels = count();
      const step = count();
      const groups = count();
      const moving = maps.map((name) => [name, count()] as const);
      const fixed = lists.map((name) => [name, named[name]!] as const);
      const at = Object.fromEntries([...moving, ...fixed]) as Record<Maps[number] | Lists[number], Local>;
      const { before, pixel, after } = make(at, vector);
      return [
        step.set(i32.shiftLeft(named.channels!.get, 2)),
        groups.set(i32.shiftRight(named.channels!.get, 2)),
        repeat(groups, [
          ...moving.map(([name, pointer]) => pointer.set(named[name]!.get)),
          ...before,
          pixels.set(named.pixels!.get),
          repeat(pixels, [...pixel, ...moving.map(([, pointer]) => pointer.step(step.get))]),
          ...after,
          ...maps.map((name) => named[name]!.step(i32.const(16))),
          ...lists.map((name) => named[name]!.step(i32.const(listBytes))),
        ]),
      ];
    },
  };
}

/** `y = scale x + shift`, clipped to `low`…`high`. */
export const scaleShift = /* @__PURE__ */ overChannels(
  ['x', 'y'],
  ['scale', 'shift', 'low', 'high'],
  16,
  (at, vector) => {
    const [scale, shift, low, high] = [vector(), vector(), vector(), vector()];
    const value = f32x4.add(f32x4.mul(f32x4.load(at.x.get), scale.get), shift.get);
    return {
      before: [
        scale.set(f32x4.load(at.scale.get)),
        shift.set(f32x4.load(at.shift.get)),
        low.set(f32x4.load(at.low.get)),
        high.set(f32x4.load(at.high.get)),
      ],
      pixel: [f32x4.store(at.y.get, f32x4.min(high.get, f32x4.max(low.get, value)))],
      after: [],
    };
  },
);

/** `dx = scale g + slope x + shift` */
export const mix = /* @__PURE__ */ overChannels(['g', 'x', 'dx'], ['scale', 'slope', 'shift'], 16, (at, vector) => {
  const [scale, slope, shift] = [vector(), vector(), vector()];
  const ofG = f32x4.mul(f32x4.load(at.g.get), scale.get);
  const ofX = f32x4.mul(f32x4.load(at.x.get), slope.get);
  return {
    before: [
      scale.set(f32x4.load(at.scale.get)),
      slope.set(f32x4.load(at.slope.get)),
      shift.set(f32x4.load(at.shift.get)),
    ],
    pixel: [f32x4.store(at.dx.get, f32x4.add(f32x4.add(ofG, ofX), shift.get))],
    after: [],
  };
});

/** Adds `a` to `sums` and `a · b` to `products`, which are doubles. */
export const addSums = /* @__PURE__ */ overChannels(['a', 'b'], ['sums', 'products'], 32, (at, vector) => {
  const [a, b] = [vector(), vector()];
  const { before, add, after } = doubleSums(at.sums, at.products, a, b, vector);
  return {
    before,
    pixel: [a.set(f32x4.load(at.a.get)), b.set(f32x4.load(at.b.get)), ...add],
    after,
  };
});

/**
 * `g = dy` where y is above 0 and below `cap`, otherwise 0; adds `g` to `sums` and `g x` to `products`, which are
 * doubles.
 */
export const addMaskedSums = /* @__PURE__ */ overChannels(
  ['dy', 'y', 'x', 'g'],
  ['sums', 'products', 'cap'],
  32,
  (at, vector) => {
    const [g, x, y, cap] = [vector(), vector(), vector(), vector()];
    const { before, add, after } = doubleSums(at.sums, at.products, g, x, vector);
    const inside = f32x4.and(f32x4.isBelow(f32x4.zero, y.get), f32x4.isBelow(y.get, cap.get));
    return {
      before: [...before, cap.set(f32x4.load(at.cap.get))],
      pixel: [
        y.set(f32x4.load(at.y.get)),
        g.set(f32x4.and(f32x4.load(at.dy.get), inside)),
        x.set(f32x4.load(at.x.get)),
        f32x4.store(at.g.get, g.get),
        ...add,
      ],
      after,
    };
  },
);

/** Builds sums in double precision: products of floats are exact in doubles, so mean and variance need one pass. */
function doubleSums(sums: Local, products: Local, a: Local, b: Local, vector: () => Local) {
  const totals = [sums, sums, products, products].map((list, i) => ({ list, offset: 16 * (i % 2), sum: vector() }));
  const high = (value: Local) => f64x2.ofLow(f32x4.shuffle(value.get, value.get, [2, 3, 2, 3]));
  const low = (value: Local) => f64x2.ofLow(value.get);
  const terms = [low(a), high(a), f64x2.mul(low(a), low(b)), f64x2.mul(high(a), high(b))];
  return {
    before: totals.map(({ list, offset, sum }) => sum.set(f64x2.load(list.get, offset))),
    add: totals.map(({ sum }, i) => sum.set(f64x2.add(sum.get, terms[i]!))),
    after: totals.map(({ list, offset, sum }) => f64x2.store(list.get, sum.get, offset)),
  };
}
