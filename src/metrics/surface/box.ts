import type { Mask, ZYX } from '../mask';

/** A box of voxels. */
export interface Box {
  readonly start: ZYX;
  readonly shape: ZYX;
}

/** Returns the shape of a mask as a stack; an image is a stack of one. */
const stackShape = ({ shape }: Mask): ZYX => [shape.at(-3) ?? 1, shape.at(-2)!, shape.at(-1)!];

/** Finds the smallest box around all masks, which share one shape. `null` if all are empty. */
export function commonBox(masks: readonly Mask[]): Box | null {
  const low = [Infinity, Infinity, Infinity] as [number, number, number];
  const high = [-1, -1, -1] as [number, number, number];
  for (const mask of masks) reachOf(mask, low, high);
  if (high[0] < 0) return null;
  return { start: low, shape: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1] };
}

/** Copies the voxels of a mask in a box: 1 inside the mask, else 0. */
export function crop(mask: Mask, { start, shape }: Box): Uint8Array {
  const { data } = mask;
  const [, height, width] = stackShape(mask);
  const [boxDepth, boxHeight, boxWidth] = shape;
  const inside = new Uint8Array(boxDepth * boxHeight * boxWidth);
  let i = 0;
  for (let z = 0; z < boxDepth; z++)
    for (let y = 0; y < boxHeight; y++) {
      const row = ((z + start[0]) * height + y + start[1]) * width + start[2];
      for (let x = 0; x < boxWidth; x++) inside[i++] = data[row + x]! > 0.5 ? 1 : 0;
    }
  return inside;
}

/** Extends the range `low` to `high` to include the mask. */
function reachOf(mask: Mask, low: [number, number, number], high: [number, number, number]): void {
  const { data } = mask;
  const [depth, height, width] = stackShape(mask);
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++) {
      const row = (z * height + y) * width;
      let first = 0;
      while (first < width && !(data[row + first]! > 0.5)) first++;
      if (first === width) continue;
      let last = width - 1;
      while (!(data[row + last]! > 0.5)) last--;
      widen(low, high, [z, y, first]);
      widen(low, high, [z, y, last]);
    }
}

function widen(low: [number, number, number], high: [number, number, number], at: ZYX): void {
  for (const axis of [0, 1, 2] as const) {
    low[axis] = Math.min(low[axis], at[axis]);
    high[axis] = Math.max(high[axis], at[axis]);
  }
}
