import { describe, expect, it } from 'vitest';

import { type AxisDraw, drawAxis, sourcesOf } from '../../src/preprocess/augmentAxis';
import { Random } from '../../src/utils/random';

const still: AxisDraw = { cut: [0, 0], flip: false, move: 0 };
const nearest = (draw: Partial<AxisDraw>, length = 4) =>
  sourcesOf({ ...still, ...draw }, length, false).map(({ low }) => low);
const linear = (draw: Partial<AxisDraw>, length = 4) =>
  sourcesOf({ ...still, ...draw }, length, true).map(({ low, share }) => low + share);

describe('sourcesOf', () => {
  it('leaves every pixel where it is if nothing is drawn', () => {
    expect(nearest({})).toEqual([0, 1, 2, 3]);
    expect(linear({})).toEqual([0, 1, 2, 3]);
  });

  it('turns the axis round', () => {
    expect(nearest({ flip: true })).toEqual([3, 2, 1, 0]);
    expect(linear({ flip: true })).toEqual([3, 2, 1, 0]);
  });

  it('moves towards the end by a share of the length, and has nothing where the picture was', () => {
    expect(nearest({ move: 0.25 })).toEqual([-1, 0, 1, 2]);
    expect(nearest({ move: -0.5 })).toEqual([2, 3, -1, -1]);
    expect(linear({ move: 0.125 })).toEqual([0, 0.5, 1.5, 2.5]); // half a pixel
  });

  it('stretches what is left after cutting, on squares whose corners stay corners', () => {
    expect(linear({ cut: [0.5, 0] })).toEqual([2, 2.25, 2.75, 3]);
    expect(linear({ cut: [0, 0.5] })).toEqual([0, 0.25, 0.75, 1]);
    expect(nearest({ cut: [0.25, 0.25] })).toEqual([1, 1, 2, 2]);
  });

  it('flips what was cut, and moves what was flipped', () => {
    expect(nearest({ cut: [0.5, 0], flip: true })).toEqual([3, 3, 2, 2]);
    expect(nearest({ flip: true, move: 0.25 })).toEqual([-1, 3, 2, 1]);
    expect(nearest({ cut: [0.5, 0], flip: true, move: 0.25 })).toEqual([-1, 3, 3, 2]);
  });

  it('never shows a pixel that was cut off', () => {
    const random = new Random(3);
    for (let i = 0; i < 200; i++) {
      const draw = drawAxis(random, { crop: 0.5, flip: true, translate: 0.5 });
      for (const { low, high } of [...sourcesOf(draw, 20, true), ...sourcesOf(draw, 20, false)].filter(
        ({ low }) => low >= 0,
      )) {
        expect(low + 1).toBeGreaterThan(20 * draw.cut[0]);
        expect(high).toBeLessThan(20 * (1 - draw.cut[1]));
      }
    }
  });

  it('shows image and mask in the same pixels, from places within half a pixel of each other', () => {
    const random = new Random(4);
    for (let i = 0; i < 200; i++) {
      const draw = drawAxis(random, { crop: 0.1, flip: true, translate: 0.1 });
      const mask = sourcesOf(draw, 20, false);
      sourcesOf(draw, 20, true).forEach(({ low, share }, pixel) => {
        expect(Math.abs(low + share - mask[pixel]!.low)).toBeLessThanOrEqual(low < 0 ? 0 : 0.5 + 1e-9);
      });
    }
  });
});

describe('drawAxis', () => {
  const draws = (range: Parameters<typeof drawAxis>[1]) => {
    const random = new Random(1);
    return Array.from({ length: 2000 }, () => drawAxis(random, range));
  };
  const range = { crop: 0.1, flip: true, translate: 0.2 };

  it('fills its ranges and does not leave them', () => {
    const [starts, ends, moves] = [
      draws(range).map(({ cut }) => cut[0]),
      draws(range).map(({ cut }) => cut[1]),
      draws(range).map(({ move }) => move),
    ];
    for (const cuts of [starts, ends]) {
      expect(Math.min(...cuts)).toBeGreaterThanOrEqual(0);
      expect(Math.min(...cuts)).toBeLessThan(0.001);
      expect(Math.max(...cuts)).toBeLessThan(0.1);
      expect(Math.max(...cuts)).toBeGreaterThan(0.099);
    }
    expect(starts).not.toEqual(ends);
    expect(Math.min(...moves)).toBeGreaterThanOrEqual(-0.2);
    expect(Math.min(...moves)).toBeLessThan(-0.198);
    expect(Math.max(...moves)).toBeLessThan(0.2);
    expect(Math.max(...moves)).toBeGreaterThan(0.198);
  });

  it('flips every other image', () => {
    const flips = draws(range).filter(({ flip }) => flip).length;
    expect(flips).toBeGreaterThan(900);
    expect(flips).toBeLessThan(1100);
  });

  it('draws nothing of what is switched off, and the rest as before', () => {
    const all = draws(range);
    expect(draws({ ...range, crop: 0 })).toEqual(all.map((draw) => ({ ...draw, cut: [0, 0] })));
    expect(draws({ ...range, flip: false })).toEqual(all.map((draw) => ({ ...draw, flip: false })));
    expect(draws({ ...range, translate: 0 })).toEqual(all.map((draw) => ({ ...draw, move: 0 })));
  });
});
