import { f32x4, i32, repeat, type SimdFunction } from './assembler';

const parameters = [
  /** Upper left pixel of the first window, in the map and in its gradient. */
  'x',
  'dx',
  /** Maximum of the first window, and the gradient of that maximum. */
  'y',
  'dy',
  /** Number of windows in the row, and their side. */
  'windows',
  'side',
  'channels',
  /** Bytes per row of the map. */
  'rowStep',
] as const;

/**
 * Computes the gradient of max pooling for one row of windows that neither overlap nor leave the map: dy at the first
 * maximum of each window, 0 elsewhere. The number of channels must be a multiple of four.
 */
export const maxPoolGradient: SimdFunction<typeof parameters> = {
  parameters,
  body: (p, count, vector) => {
    const [groups, rows, columns, from, to, pixelStep] = [count(), count(), count(), count(), count(), count()];
    const [fromRow, toRow, windowStep] = [count(), count(), count()];
    const [largest, gradient, here] = [vector(), vector(), vector()];
    return [
      pixelStep.set(i32.shiftLeft(p.channels.get, 2)),
      windowStep.set(i32.mul(pixelStep.get, p.side.get)),
      repeat(p.windows, [
        groups.set(i32.shiftRight(p.channels.get, 2)),
        fromRow.set(p.x.get),
        toRow.set(p.dx.get),
        repeat(groups, [
          largest.set(f32x4.load(p.y.get)),
          gradient.set(f32x4.load(p.dy.get)),
          rows.set(p.side.get),
          repeat(rows, [
            from.set(fromRow.get),
            to.set(toRow.get),
            columns.set(p.side.get),
            repeat(columns, [
              here.set(f32x4.equal(f32x4.load(from.get), largest.get)),
              f32x4.store(to.get, f32x4.and(gradient.get, here.get)),
              gradient.set(f32x4.andNot(gradient.get, here.get)), // later maxima get 0
              from.step(pixelStep.get),
              to.step(pixelStep.get),
            ]),
            fromRow.step(p.rowStep.get),
            toRow.step(p.rowStep.get),
          ]),
          fromRow.set(i32.add(i32.sub(fromRow.get, i32.mul(p.side.get, p.rowStep.get)), i32.const(16))),
          toRow.set(i32.add(i32.sub(toRow.get, i32.mul(p.side.get, p.rowStep.get)), i32.const(16))),
          p.y.step(i32.const(16)),
          p.dy.step(i32.const(16)),
        ]),
        p.x.step(windowStep.get),
        p.dx.step(windowStep.get),
      ]),
    ];
  },
};
