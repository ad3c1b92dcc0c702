import type { ZYX } from '../mask';

/**
 * Finds the surface voxels of a mask: those with one of 6 neighbours (of 4 in an image) outside the mask or the array.
 * Returns their indices in ascending order.
 */
export function surfaceVoxels(inside: Uint8Array, [depth, height, width]: ZYX, isPicture: boolean): Uint32Array {
  const plane = height * width;
  const found = new Uint8Array(inside.length);
  let count = 0;
  let i = 0;
  for (let z = 0; z < depth; z++) {
    const onFace = !isPicture && (z === 0 || z === depth - 1);
    for (let y = 0; y < height; y++) {
      const onEdge = onFace || y === 0 || y === height - 1;
      for (let x = 0; x < width; x++, i++) {
        if (inside[i] === 0) continue;
        const enclosed =
          !(onEdge || x === 0 || x === width - 1) &&
          inside[i - 1]! + inside[i + 1]! + inside[i - width]! + inside[i + width]! === 4 &&
          (isPicture || inside[i - plane]! + inside[i + plane]! === 2);
        if (enclosed) continue;
        found[i] = 1;
        count++;
      }
    }
  }
  return indicesOfOnes(found, count);
}

function indicesOfOnes(found: Uint8Array, count: number): Uint32Array {
  const indices = new Uint32Array(count);
  let n = 0;
  for (let i = 0; n < count; i++) if (found[i] === 1) indices[n++] = i;
  return indices;
}
