import type { Plane } from '../plane';
import { resizeNearest } from '../resize';

/** Size of a picture in pixels. */
export type Size = readonly [height: number, width: number];

type Slice = Readonly<Pick<Plane<Uint8Array>, 'height' | 'width'>>;

/**
 * Finds the pixels of the scaled mask that are inside and near its edge: a line half as wide as a pixel of the slice.
 */
export function outline(
  { height, width }: Slice,
  mask: ArrayLike<number> | null,
  zoom: number,
  size: Size,
): (x: number, y: number) => boolean {
  if (!mask) return () => false;
  const scaled = resizeNearest({ height, width, data: Uint8Array.from(mask, (label) => (label ? 1 : 0)) }, ...size);
  const line = Math.max(1, Math.round(zoom / 2));
  return (x, y) =>
    isInside(scaled, x, y) &&
    [line, -line].some((step) => !isInside(scaled, x + step, y) || !isInside(scaled, x, y + step));
}

/** Finds the pixels of the scaled mask that are inside. */
export function area({ height, width }: Slice, mask: Uint8Array | null, size: Size): (x: number, y: number) => boolean {
  if (!mask) return () => false;
  const scaled = resizeNearest({ height, width, data: mask }, ...size);
  return (x, y) => isInside(scaled, x, y);
}

function isInside({ height, width, data }: Plane<Uint8Array>, x: number, y: number): boolean {
  return x >= 0 && x < width && y >= 0 && y < height && data[y * width + x] === 1;
}
