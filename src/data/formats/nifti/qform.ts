import { add, cross, dot, norm, scale, type Vector } from '../../vector';

type Axes = readonly [Vector, Vector, Vector];

/** The numbers of a qform. */
export interface Qform {
  /** Components b, c and d of the quaternion. */
  readonly bcd: Vector;
  /** −1 where the third axis is mirrored. */
  readonly sign: 1 | -1;
  /** Position of the first voxel in mm. */
  readonly offset: Vector;
}

/**
 * Computes NIfTI's qform for three steps and an origin, in mm to the right, front and head.
 *
 * A qform has orthogonal axes. For steps that a table's drift or rounding has sheared, it is the one that moves the
 * corners of the volume least: no voxel by a quarter of a step. `null` if there is none, as for a tilted gantry.
 *
 * @param size number of voxels along each step
 */
export function qformOf(steps: Axes, origin: Vector, size: readonly number[]): Qform | null {
  const lengths = steps.map(norm);
  const longest = Math.max(...lengths.map((mm, i) => mm * size[i]!));
  const weighted = (i: 0 | 1 | 2) => scale(steps[i], (lengths[i]! * size[i]! ** 2) / longest ** 2);
  const [x, y, z] = nearestOrthogonal([weighted(0), weighted(1), weighted(2)]);
  const moved = [x, y, z].map((axis, i) => scale(add(steps[i]!, axis, -lengths[i]!), (size[i]! - 1) / 2));
  const sum = moved.reduce((total, one) => total + norm(one), 0);
  if (!(sum < Math.min(...lengths) / 4)) return null;
  const sign = dot(cross(x, y), z) < 0 ? -1 : 1;
  // Both volumes share their centre. Rounding alone does not move the origin.
  const offset = sum < 1e-6 ? origin : moved.reduce((at, one) => add(at, one), origin);
  return { bcd: turnOf(x, y, scale(z, sign)), sign, offset };
}

/** The orthogonal axes nearest to three others: their polar factor, by Newton's iteration (Higham 1986). */
function nearestOrthogonal(axes: Axes): Axes {
  let [x, y, z] = axes;
  for (let i = 0; i < 60; i++) {
    const half = 0.5 / dot(x, cross(y, z));
    const middle = (a: Vector, b: Vector, c: Vector) => add(scale(a, 0.5), cross(b, c), half);
    [x, y, z] = [middle(x, y, z), middle(y, z, x), middle(z, x, y)];
  }
  return [x, y, z];
}

/** Computes the quaternion of the rotation with these columns, its real part not negative. */
function turnOf(x: Vector, y: Vector, z: Vector): Vector {
  const [xx, yy, zz] = [x[0], y[1], z[2]];
  // Four times the squares of a, b, c and d; dividing by the largest is the most accurate.
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz];
  const largest = squares.indexOf(Math.max(...squares));
  const twice = Math.sqrt(squares[largest]!) * 2;
  const [ab, ac, ad] = [y[2] - z[1], z[0] - x[2], x[1] - y[0]];
  const [bc, bd, cd] = [x[1] + y[0], z[0] + x[2], y[2] + z[1]];
  const own = squares[largest]!;
  const candidates = [
    [own, ab, ac, ad],
    [ab, own, bc, bd],
    [ac, bc, own, cd],
    [ad, bd, cd, own],
  ];
  const [a, b, c, d] = candidates[largest]!.map((value) => value / twice) as [number, number, number, number];
  return a < 0 ? [-b, -c, -d] : [b, c, d];
}
