import { cross, dot, norm, scale, type Vector } from '../../vector';

/**
 * The quaternion (b, c, d) and the sign of NIfTI's qform for three steps, in mm to the right, front and head; `null`
 * where they are not at right angles (a tilted gantry), which a qform cannot say.
 */
export function quaternionOf(steps: readonly [Vector, Vector, Vector]): { bcd: Vector; sign: 1 | -1 } | null {
  const [x, y, z] = steps.map((step) => scale(step, 1 / norm(step))) as [Vector, Vector, Vector];
  const dots = [dot(x, y), dot(y, z), dot(z, x)];
  if (dots.some((cosine) => Math.abs(cosine) > 1e-5)) return null;
  const sign = dot(cross(x, y), z) < 0 ? -1 : 1;
  return { bcd: turnOf(x, y, scale(z, sign)), sign };
}

/** Quaternion of the rotation with these columns, its real part not negative. */
function turnOf(x: Vector, y: Vector, z: Vector): Vector {
  const [xx, yy, zz] = [x[0], y[1], z[2]];
  // Four times the squares of a, b, c and d: divide by the largest.
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
