import { CtFileError } from '../../../ctFileError';
import { indicesIn } from '../../../segments/indicesIn';
import { isUnitStep } from '../../../segments/isUnitStep';
import { resampleMask } from '../../../segments/resampleMask';
import { add, scale, type Vector, vector } from '../../../vector';
import type { VolumeHeader } from '../../../volume';
import type { DicomHeader } from '../header';
import type { PlacedFrame } from './frameBox';

/** Most distance of a frame's voxels from those of the grid, in steps: within the frame, and across it. */
const tolerance = { within: 0.1, across: 0.25 };

/** Distance across the frame, in steps, from which on it is noted. */
const noted = 0.05;

/** Where the voxels of a frame lie on a grid. */
export interface FrameOnGrid {
  /** Indices (x, y, z) of its first voxel, and their steps from column to column and from row to row. */
  readonly first: Vector;
  readonly perColumn: Vector;
  readonly perRow: Vector;
  /** Whether it lies noticeably between two slices. */
  readonly isBetween: boolean;
}

/**
 * Finds the voxels of the grid on which those of a frame lie, whatever the directions of both.
 *
 * @param index number of the frame in the file, from 0
 * @throws CtFileError if they lie between those of the grid or have another size
 */
export function frameOnGrid(
  { position, orientation, spacing }: PlacedFrame,
  { file, rows, columns }: Pick<DicomHeader, 'file' | 'rows' | 'columns'>,
  grid: VolumeHeader,
  index: number,
): FrameOnGrid {
  const indices = indicesIn(grid);
  const exact = (column: number, row: number) =>
    indices(
      add(
        add(vector(position), scale(vector(orientation), column * spacing[1]!)),
        scale(vector(orientation, 3), row * spacing[0]!),
      ),
    );
  const origin = exact(0, 0);
  const first = rounded(origin);
  const perColumn = rounded(add(exact(1, 0), origin, -1));
  const perRow = rounded(add(exact(0, 1), origin, -1));
  const across = [0, 1, 2].find((axis) => perColumn[axis] === 0 && perRow[axis] === 0) ?? 2;
  const apart: [number, number, number] = [0, 0, 0];
  for (const column of [0, columns - 1])
    for (const row of [0, rows - 1]) {
      const onGrid = add(add(first, perColumn, column), perRow, row);
      for (const [axis, exactly] of exact(column, row).entries())
        apart[axis] = Math.max(apart[axis]!, Math.abs(exactly - onGrid[axis]!));
    }
  if (!apart.every((steps, axis) => steps <= (axis === across ? tolerance.across : tolerance.within)))
    throw new CtFileError(
      file,
      `the voxels of frame ${index + 1} lie up to ${Math.max(...apart).toFixed(2)} steps away from those of ${grid.source}`,
      { fix: [resampleMask] },
    );
  if (!isUnitStep(perColumn) || !isUnitStep(perRow))
    throw new CtFileError(
      file,
      `the voxels of frame ${index + 1} (${spacing.join(' × ')} mm) differ in size from those of ${grid.source} (${grid.spacing.map((mm) => Number(mm.toFixed(3))).join(' × ')} mm)`,
      { fix: [resampleMask] },
    );
  return { first, perColumn, perRow, isBetween: apart[across]! > noted };
}

function rounded([x, y, z]: Vector): Vector {
  return [Math.round(x), Math.round(y), Math.round(z)];
}
