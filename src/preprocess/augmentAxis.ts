import type { Neighbours } from '../utils/neighbours';
import type { Random } from '../utils/random';

/** How far a draw for one axis may go. */
export interface AxisRange {
  /** The most that is cut off at either end, as a share of the length. */
  readonly crop: number;
  /** Whether every other image is flipped. */
  readonly flip: boolean;
  /** The most that the picture moves, as a share of the length. */
  readonly translate: number;
}

/** What is done to one axis of an image and its mask: cut and stretched back, then flipped, then moved. */
export interface AxisDraw {
  /** Shares of the length that are cut off at the start and at the end. */
  readonly cut: readonly [start: number, end: number];
  readonly flip: boolean;
  /** Share of the length by which the picture moves towards the end. */
  readonly move: number;
}

/** Draws four numbers, whatever is switched off: the others then stay as they were. */
export function drawAxis(random: Random, { crop, flip, translate }: AxisRange): AxisDraw {
  const cut = [random.uniform(0, crop), random.uniform(0, crop)] as const;
  return { cut, flip: random.uniform() < 0.5 && flip, move: random.uniform(-translate, translate) };
}

/**
 * Where the pixels of the new axis lie on the old one, whose pixels are squares: their centres at 0.5, 1.5, …
 *
 * `linear` mixes the two nearest pixels, else the nearest one is taken. Pixels that were cut off altogether never show;
 * where the picture moved away from, `low` is −1.
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
