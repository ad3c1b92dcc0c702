import { f32x4, i32, repeat, type SimdFunction } from './assembler';

const parameters = [
  /** Upper left pixel of the first window, in the map and in the gradient that is set. */
  'x',
  'dx',
  /** Maximum of the first window, and the gradient behind the pooling. */
  'y',
  'dy',
  /** Windows beside each other, and their side. */
  'windows',
  'side',
  'channels',
  /** Bytes of a row of the map. */
  'rowStep',
] as const;

/**
 * Gradient of a max-pool of one row of windows that neither overlap nor leave the map: dy where a window has its maximum
 * for the first time, 0 elsewhere. Four divides the channels.
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
              gradient.set(f32x4.andNot(gradient.get, here.get)), // given away
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
