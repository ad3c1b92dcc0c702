import type { ZYX } from '../mask';
import { LowerEnvelope } from './lowerEnvelope';

/**
 * From each of `from` the Euclidean distance to the nearest of `to`, both indices of voxels in rising order; exact up to
 * float64. `to` must not be empty.
 *
 * The time is linear in the voxels of the box. The first axis is settled for all of them by counting steps, 2 bytes
 * each; the other two slice by slice where a distance is asked for.
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

/** What {@link Steps} say where a column has no target: the largest number they hold. */
const noneOf = ({ BYTES_PER_ELEMENT }: Steps): number => 2 ** (8 * BYTES_PER_ELEMENT) - 1;

/** Steps from each voxel to the nearest target in its own column. */
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
