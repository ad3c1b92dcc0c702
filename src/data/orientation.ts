import { invalidOption } from '../utils/errors';
import type { Affine, AffineRow, VoxelArray } from './volume';

/** Grid of voxels: its size, and the map from indices to (left, back, head) in mm. */
export interface Geometry {
  /** Number of voxels along x, y and z. */
  readonly size: readonly [x: number, y: number, z: number];
  readonly affine: Affine;
}

/** Voxels as a file stores them, with x fastest. */
export interface Grid<Voxels extends VoxelArray = VoxelArray> extends Geometry {
  readonly data: Voxels;
}

/** Letters of both directions of each patient axis, that of growing mm first. */
const letters = ['LR', 'PA', 'SI'] as const;

/**
 * Returns the directions of growing x, y and z, as close as they come to the patient's axes: `'LPS'`, `'RAS'`, …
 *
 * Axes are assigned by the largest cosines first, so oblique scans get a code too.
 */
export function axisCodes(affine: Affine): string {
  const cosines = [0, 1, 2].flatMap((index) => {
    const length = columnLength(affine, index) || 1;
    return affine.map((row, axis) => ({ index, axis, cosine: row[index]! / length }));
  });
  cosines.sort((a, b) => Math.abs(b.cosine) - Math.abs(a.cosine));
  const codes = ['', '', ''];
  const taken = new Set<number>();
  for (const { index, axis, cosine } of cosines) {
    if (codes[index] !== '' || taken.has(axis)) continue;
    codes[index] = letters[axis]![cosine < 0 ? 1 : 0]!;
    taken.add(axis);
  }
  return codes.join('');
}

/** Computes the step lengths along x, y and z in mm. */
export function stepLengths(affine: Affine): [x: number, y: number, z: number] {
  return [columnLength(affine, 0), columnLength(affine, 1), columnLength(affine, 2)];
}

/**
 * Reorders and flips the axes of a grid; voxels keep their position in the patient.
 *
 * @param codes directions of growing x, y and z, as in {@link axisCodes}
 * @returns the grid itself if it already has this orientation, else a new one
 * @throws OptionError if `codes` does not name each of the patient's axes once
 */
export function reorient<Voxels extends VoxelArray>(grid: Grid<Voxels>, codes: string): Grid<Voxels> {
  if (codes === axisCodes(grid.affine)) return grid;
  const { size, affine, steps, first } = reorientGeometry(grid, codes);
  return { data: gather(grid.data, size, steps, first), size, affine };
}

/**
 * Computes the geometry for {@link reorient}. Voxel (x, y, z) is at `first` + x, y, z times `steps` of the old grid.
 */
export function reorientGeometry(
  { size: oldSize, affine: oldAffine }: Geometry,
  codes: string,
): Geometry & { readonly steps: readonly number[]; readonly first: number } {
  const now = axisCodes(oldAffine);
  const wanted = [...codes].map(axisOf);
  if (wanted.length !== 3 || new Set(wanted).size !== 3 || wanted.includes(-1))
    throw invalidOption('reorient', 'codes', 'three letters, one of L or R, P or A, S or I each', codes);
  const from = wanted.map((axis) => [...now].findIndex((letter) => axisOf(letter) === axis));
  const flipped = from.map((index, i) => now[index] !== codes[i]);

  const size: [number, number, number] = [oldSize[from[0]!]!, oldSize[from[1]!]!, oldSize[from[2]!]!];
  const turn = (row: AffineRow): AffineRow => {
    const column = (i: number) => (flipped[i] ? 0 - row[from[i]!]! : row[from[i]!]!);
    const start = (i: number) => (flipped[i] ? row[from[i]!]! * (size[i]! - 1) : 0);
    return [column(0), column(1), column(2), row[3] + start(0) + start(1) + start(2)];
  };
  const [left, back, head] = oldAffine;
  const affine: Affine = [turn(left), turn(back), turn(head)];
  const strides = [1, oldSize[0], oldSize[0] * oldSize[1]];
  const steps = from.map((index, i) => (flipped[i] ? -strides[index]! : strides[index]!));
  const first = from.reduce((sum, index, i) => sum + (flipped[i] ? strides[index]! * (size[i]! - 1) : 0), 0);
  return { size, affine, steps, first };
}

/** Copies voxels to a new array: element (x, y, z) comes from `first` + x, y, z times their steps. */
function gather<Voxels extends VoxelArray>(
  data: Voxels,
  [width, height, depth]: readonly [number, number, number],
  steps: readonly number[],
  first: number,
): Voxels {
  const [stepX, stepY, stepZ] = steps as [number, number, number];
  const moved = data.slice() as Voxels;
  let to = 0;
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++) {
      let at = first + z * stepZ + y * stepY;
      for (let x = 0; x < width; x++, at += stepX) moved[to++] = data[at]!;
    }
  return moved;
}

function axisOf(letter: string): number {
  return letters.findIndex((pair) => pair.includes(letter));
}

function columnLength(affine: Affine, column: number): number {
  return Math.hypot(...affine.map((row) => row[column]!));
}
