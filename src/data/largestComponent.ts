import { invalidOption } from '../utils/errors';
import type { Volume, VoxelArray } from './volume';

/**
 * Keeps only the largest connected component of a label volume. Voxels other than 0 are connected through their faces
 * (6 neighbours), whatever their labels; of equally large components, the first is kept.
 *
 * Linear in the number of voxels; besides the result, it takes 1 byte per voxel and 4 per labelled voxel.
 *
 * @returns a new volume
 * @throws OptionError if the volume does not contain labels
 * @example
 * ```ts
 * import { largestComponent, phantomDataSet, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 4, size: 32 }).patients;
 * const { labels } = await scanVolume(patient!.scans[0]!);
 * labels.data[0] = 1; // a false positive in a corner
 * console.log(largestComponent(labels).data[0]); // 0
 * ```
 */
export function largestComponent(volume: Volume): Volume {
  if (volume.kind !== 'label') throw invalidOption('largestComponent', 'volume.kind', "'label'", volume.kind);
  const { data, shape, codes } = volume;
  const unseen = new Uint8Array(data.length);
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count += unseen[i] = 1;
  const found = new Uint32Array(count); // the voxels, component by component
  let [end, bestStart, bestEnd] = [0, 0, 0];
  for (let seed = 0; end < count; seed++) {
    if (unseen[seed] === 0) continue;
    const start = end;
    end = fill(unseen, found, seed, start, shape);
    if (end - start > bestEnd - bestStart) [bestStart, bestEnd] = [start, end];
  }
  const best = found.subarray(bestStart, bestEnd);
  return { ...volume, data: only(best, data), ...(codes ? { codes: only(best, codes) } : {}) };
}

/** Copies some voxels; all others are 0. */
function only<Values extends VoxelArray>(voxels: Uint32Array, values: Values): Values {
  const kept = values.slice().fill(0) as Values;
  for (const voxel of voxels) kept[voxel] = values[voxel]!;
  return kept;
}

/** Moves the component around a voxel from `unseen` to `found`, beginning at `start`. Returns its end. */
function fill(
  unseen: Uint8Array,
  found: Uint32Array,
  seed: number,
  start: number,
  [depth, height, width]: Volume['shape'],
): number {
  const plane = height * width;
  let end = start;
  const see = (voxel: number) => {
    if (unseen[voxel] === 0) return;
    unseen[voxel] = 0;
    found[end++] = voxel;
  };
  see(seed);
  for (let next = start; next < end; next++) {
    const voxel = found[next]!;
    const x = voxel % width;
    const y = Math.floor(voxel / width) % height;
    const z = Math.floor(voxel / plane);
    if (x > 0) see(voxel - 1);
    if (x < width - 1) see(voxel + 1);
    if (y > 0) see(voxel - width);
    if (y < height - 1) see(voxel + width);
    if (z > 0) see(voxel - plane);
    if (z < depth - 1) see(voxel + plane);
  }
  return end;
}
