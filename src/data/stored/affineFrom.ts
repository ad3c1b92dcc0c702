import { CtFileError } from '../ctFileError';
import { cross, dot, norm, scale, type Vector } from '../vector';
import type { Affine, AffineRow } from '../volume';

/**
 * Makes an affine from three steps, one per index, and the position of voxel (0, 0, 0).
 *
 * @throws CtFileError if a number is not finite, a step is 0, or the three steps lie in a plane
 */
export function affineFrom(file: string, steps: readonly [Vector, Vector, Vector], origin: Vector): Affine {
  const numbers = [...steps, origin].flat();
  if (!numbers.every(Number.isFinite))
    throw new CtFileError(file, `spacing, directions and origin must be finite; received ${numbers.join(' ')}`);
  const lengths = steps.map(norm);
  if (!lengths.every((length) => length > 0 && Number.isFinite(length)))
    throw new CtFileError(file, `the steps from voxel to voxel must be above 0 mm; received ${lengths.join(', ')}`);
  const [x, y, z] = steps.map((step, i) => scale(step, 1 / lengths[i]!)) as [Vector, Vector, Vector];
  if (!(Math.abs(dot(x, cross(y, z))) >= 1e-6))
    throw new CtFileError(file, `the three axes must not lie in a plane; received ${steps.join(' | ')}`);
  return [rowOf(steps, origin, 0), rowOf(steps, origin, 1), rowOf(steps, origin, 2)];
}

/** Makes one row of the affine; + 0 turns −0 into 0, which text would not keep. */
function rowOf([x, y, z]: readonly [Vector, Vector, Vector], origin: Vector, axis: 0 | 1 | 2): AffineRow {
  return [x[axis] + 0, y[axis] + 0, z[axis] + 0, origin[axis] + 0];
}
