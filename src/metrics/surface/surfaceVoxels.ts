import type { ZYX } from '../mask';

/** Whether what lies beyond both ends of the array counts as inside the mask, for each axis: 1 or 0. */
export interface Beyond {
  readonly low: ZYX;
  readonly high: ZYX;
}

/**
 * Finds the surface voxels of a mask: those with one of 6 neighbours outside. Returns their indices in ascending order.
 *
 * @param beyond what lies beyond the array; for a picture, 1 on both sides of z, so that only 4 neighbours count
 */
export function surfaceVoxels(inside: Uint8Array, [depth, height, width]: ZYX, { low, high }: Beyond): Uint32Array {
  const plane = height * width;
  const found = new Uint8Array(inside.length);
  let count = 0;
  let i = 0;
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        if (inside[i] === 0) continue;
        const neighbours =
          (x > 0 ? inside[i - 1]! : low[2]) +
          (x < width - 1 ? inside[i + 1]! : high[2]) +
          (y > 0 ? inside[i - width]! : low[1]) +
          (y < height - 1 ? inside[i + width]! : high[1]) +
          (z > 0 ? inside[i - plane]! : low[0]) +
          (z < depth - 1 ? inside[i + plane]! : high[0]);
        if (neighbours === 6) continue;
        found[i] = 1;
        count++;
      }
  return indicesOfOnes(found, count);
}

function indicesOfOnes(found: Uint8Array, count: number): Uint32Array {
  const indices = new Uint32Array(count);
  let n = 0;
  for (let i = 0; n < count; i++) if (found[i] === 1) indices[n++] = i;
  return indices;
}
