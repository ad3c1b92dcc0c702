import { cross, dot, type Vector } from './vector';
import type { Affine } from './volume';

/** Returns the map from positions (left, back, head) in mm to indices (x, y, z), whole at the centres of voxels. */
export function indicesOf(affine: Affine): (position: Vector) => Vector {
  const column = (index: 0 | 1 | 2 | 3): Vector => [affine[0][index], affine[1][index], affine[2][index]];
  const [x, y, z, [left, back, head]] = [column(0), column(1), column(2), column(3)];
  const determinant = dot(x, cross(y, z));
  const rows = [cross(y, z), cross(z, x), cross(x, y)] as const;
  return (position) => {
    const from: Vector = [position[0] - left, position[1] - back, position[2] - head];
    return [dot(rows[0], from) / determinant, dot(rows[1], from) / determinant, dot(rows[2], from) / determinant];
  };
}
