import type { ZYX } from '../mask';
import { LowerEnvelope } from './lowerEnvelope';

/**
 * Computes the exact Euclidean distance from each voxel of `from` to the nearest of `to`, both ascending voxel indices.
 * `to` must not be empty.
 *
 * Linear in the voxels of the box. The first axis is solved for all voxels by counting steps, 2 bytes each; the other
 * two, slice by slice, only where a distance is needed.
 */
export function nearestDistances(from: Uint32Array, to: Uint32Array, shape: ZYX, spacing: ZYX): Float64Array {
  const [, height, width] = shape;
  const plane = height * width;
  const steps = stepsAlongZ(to, shape);
  const squared = new Float64Array(plane);
  const down = new LowerEnvelope(height, spacing[1]);
  const across = new LowerEnvelope(width, spacing[2]);
  const distances = new Float64Array(from.length);
  let [currentPlane, currentRow] = [-1, -1];
  for (let n = 0; n < from.length; n++) {
    const index = from[n]!;
    const z = Math.floor(index / plane);
    const row = Math.floor((index % plane) / width);
    if (z !== currentPlane) {
      fillPlane(squared, steps.subarray(z * plane, (z + 1) * plane), spacing[0]);
      lowerColumns(squared, width, down);
    }
    if (z !== currentPlane || row !== currentRow) {
      across.heights.set(squared.subarray(row * width, (row + 1) * width));
      across.lower();
    }
    [currentPlane, currentRow] = [z, row];
    distances[n] = Math.sqrt(across.lowest[index % width]!);
  }
  return distances;
}

type Steps = Uint16Array | Uint32Array;

/** Marker of a column without a target: the largest number that {@link Steps} hold. */
const noneOf = ({ BYTES_PER_ELEMENT }: Steps): number => 2 ** (8 * BYTES_PER_ELEMENT) - 1;

/** Counts the steps from each voxel to the nearest target in its column. */
function stepsAlongZ(targets: Uint32Array, [depth, height, width]: ZYX): Steps {
  const plane = height * width;
  const steps = new (depth < 65_535 ? Uint16Array : Uint32Array)(depth * plane);
  const none = noneOf(steps);
  steps.fill(none);
  for (const target of targets) steps[target] = 0;
  for (let i = plane; i < steps.length; i++)
    if (steps[i - plane]! < none) steps[i] = Math.min(steps[i]!, steps[i - plane]! + 1);
  for (let i = steps.length - plane - 1; i >= 0; i--)
    if (steps[i + plane]! < none) steps[i] = Math.min(steps[i]!, steps[i + plane]! + 1);
  return steps;
}

function fillPlane(squared: Float64Array, steps: Steps, spacing: number): void {
  const none = noneOf(steps);
  for (let i = 0; i < squared.length; i++) squared[i] = steps[i] === none ? Infinity : (steps[i]! * spacing) ** 2;
}

function lowerColumns(squared: Float64Array, width: number, line: LowerEnvelope): void {
  const height = line.heights.length;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) line.heights[y] = squared[y * width + x]!;
    line.lower();
    for (let y = 0; y < height; y++) squared[y * width + x] = line.lowest[y]!;
  }
}
