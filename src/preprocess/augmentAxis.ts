import type { Neighbours } from '../utils/neighbours';
import type { Random } from '../utils/random';

/** Limits of the random changes along one axis. */
export interface AxisRange {
  /** Maximum cut at either end, as a share of the length. */
  readonly crop: number;
  /** Whether to flip with probability 1/2. */
  readonly flip: boolean;
  /** Maximum translation, as a share of the length. */
  readonly translate: number;
}

/** Random change along one axis of an image and its mask: crop and stretch back, then flip, then translate. */
export interface AxisDraw {
  /** Shares of the length cut off at the start and at the end. */
  readonly cut: readonly [start: number, end: number];
  readonly flip: boolean;
  /** Translation towards the end, as a share of the length. */
  readonly move: number;
}

/**
 * Draws one change. Always consumes four random numbers, so that switching one change off does not alter the others.
 */
export function drawAxis(random: Random, { crop, flip, translate }: AxisRange): AxisDraw {
  const cut = [random.uniform(0, crop), random.uniform(0, crop)] as const;
  return { cut, flip: random.uniform() < 0.5 && flip, move: random.uniform(-translate, translate) };
}

/**
 * Maps the pixels of the new axis to neighbours on the old one. Pixels are squares with centres at 0.5, 1.5, …
 *
 * With `linear`, the two nearest pixels are interpolated, otherwise the nearest is taken. Pixels that are cut off
 * entirely never contribute. `low` is −1 where the translation leaves a gap.
 */
export function sourcesOf({ cut, flip, move }: AxisDraw, length: number, linear: boolean): Neighbours[] {
  const [start, end] = [cut[0] * length, (1 - cut[1]) * length];
  const [first, last] = [Math.floor(start), Math.ceil(end) - 1];
  const inside = (place: number) => Math.min(Math.max(place, first), last);
  return Array.from({ length }, (_, i) => {
    const moved = i + 0.5 - move * length;
    if (moved < 0 || moved >= length) return { low: -1, high: -1, share: 0 };
    const at = start + ((flip ? length - moved : moved) * (end - start)) / length;
    const place = inside(linear ? at - 0.5 : Math.floor(at));
    const low = Math.floor(place);
    return { low, high: linear ? Math.min(low + 1, last) : low, share: place - low };
  });
}
