import { type CtFile, ctFile } from '../../src/data/ctFile';
import { reorient } from '../../src/data/orientation';
import { toVolume } from '../../src/data/toVolume';
import type { Volume, VoxelArray, VoxelKind } from '../../src/data/volume';

/** A volume of 4 × 3 × 2 voxels numbered from 0, with sides and an origin that float32 cannot hold. */
export function smallVolume({
  data = Int16Array.from({ length: 24 }, (_, i) => i),
  codes = 'LPS',
  kind = 'hu',
}: {
  data?: VoxelArray;
  codes?: string;
  kind?: VoxelKind;
} = {}): Volume {
  const grid = {
    data,
    size: [4, 3, 2] as const,
    affine: [
      [0.743, 0, 0, -12.3],
      [0, 0.81, 0, 4.56],
      [0, 0, 1.6, 789.1],
    ] as const,
  };
  return toVolume(reorient<VoxelArray>(grid, codes), kind, 'small.mha');
}

/** Files in memory that can be read in part, as a browser's can. */
export function slicedFile(name: string, bytes: Uint8Array): CtFile & { readonly bytesRead: () => number } {
  let read = 0;
  const take = async (part: Uint8Array) => {
    read += part.length;
    return new Uint8Array(part).buffer;
  };
  return {
    name,
    arrayBuffer: () => take(bytes),
    slice: (start, end) => ({ arrayBuffer: () => take(bytes.subarray(start, end)) }),
    bytesRead: () => read,
  };
}

/** Text as a file. */
export function textFile(name: string, text: string): CtFile {
  return ctFile(name, new TextEncoder().encode(text));
}
