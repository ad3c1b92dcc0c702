import { type Geometry, reorientGeometry } from '../../orientation';
import type { Vector } from '../../vector';
import type { Affine, AffineRow, VolumeHeader } from '../../volume';
import { type Qform, qformOf } from './qform';

/** The sform of a stored grid, in mm to the right, front and head. */
export function sformOf({ affine: [left, back, head] }: Geometry): Affine {
  return [negated(left), negated(back), head];
}

/** The qform of a volume as it is stored; `null` if its axes are too oblique to each other. */
export function qformFor({ shape: [depth, height, width], affine, storedAs }: VolumeHeader): Qform | null {
  const stored = reorientGeometry({ size: [width, height, depth], affine }, storedAs);
  const sform = sformOf(stored);
  const column = (i: 0 | 1 | 2 | 3): Vector => [sform[0][i], sform[1][i], sform[2][i]];
  return qformOf([column(0), column(1), column(2)], column(3), stored.size);
}

/** 0 − x, since −0 would not read back as 0. */
function negated([x, y, z, offset]: AffineRow): AffineRow {
  return [0 - x, 0 - y, 0 - z, 0 - offset];
}
