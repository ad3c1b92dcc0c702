import { add, cross, dot, norm, scale, type Vector } from '../../vector';

type Axes = readonly [Vector, Vector, Vector];

/**
 * Computes the quaternion (b, c, d) and the sign of NIfTI's qform for three steps, in mm to the right, front and head.
 *
 * A qform has orthogonal axes. Steps that a table's drift or rounding has sheared get the nearest ones, which move no
 * voxel by half a step; `null` if these would, as for a tilted gantry.
 *
 * @param size number of voxels along each step
 */
export function quaternionOf(steps: Axes, size: readonly number[]): { bcd: Vector; sign: 1 | -1 } | null {
  const lengths = steps.map(norm);
  const [x, y, z] = nearestOrthogonal([unit(steps[0]), unit(steps[1]), unit(steps[2])]);
  const moved = [x, y, z].map((axis, i) => norm(add(steps[i]!, axis, -lengths[i]!)) * (size[i]! - 1));
  if (!(moved[0]! + moved[1]! + moved[2]! < Math.min(...lengths) / 2)) return null;
  const sign = dot(cross(x, y), z) < 0 ? -1 : 1;
  return { bcd: turnOf(x, y, scale(z, sign)), sign };
}

const unit = (step: Vector) => scale(step, 1 / norm(step));

/** The orthogonal axes nearest to three others: their polar factor, by Newton's iteration (Higham 1986). */
function nearestOrthogonal(axes: Axes): Axes {
  let [x, y, z] = axes;
  for (let i = 0; i < 20; i++) {
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
