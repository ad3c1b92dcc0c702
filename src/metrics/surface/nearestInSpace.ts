import type { GridSteps } from '../grid';
import type { ZYX } from '../mask';

/**
 * Computes the exact Euclidean distance from each voxel of `from` to the nearest of `to`, on a grid whose axes need not
 * be at right angles, by a k-d tree. `to` must not be empty.
 *
 * @param steps steps along z, y and x as vectors in mm
 */
export function nearestInSpace(from: Uint32Array, to: Uint32Array, shape: ZYX, steps: GridSteps): Float64Array {
  const tree = new PointTree(positionsOf(to, shape, steps));
  const points = positionsOf(from, shape, steps);
  return Float64Array.from(from, (_, i) => Math.sqrt(tree.nearestSquared(points.subarray(3 * i, 3 * i + 3))));
}

function positionsOf(voxels: Uint32Array, [, height, width]: ZYX, steps: GridSteps): Float64Array {
  const [alongZ, alongY, alongX] = steps as [readonly number[], readonly number[], readonly number[]];
  const positions = new Float64Array(3 * voxels.length);
  for (let i = 0; i < voxels.length; i++) {
    const [z, y, x] = [
      Math.floor(voxels[i]! / (height * width)),
      Math.floor(voxels[i]! / width) % height,
      voxels[i]! % width,
    ];
    for (let axis = 0; axis < 3; axis++)
      positions[3 * i + axis] = z * alongZ[axis]! + y * alongY[axis]! + x * alongX[axis]!;
  }
  return positions;
}

/** Points in space; each part of the tree is split at the middle of its longest side. */
class PointTree {
  private readonly order: Uint32Array;
  private readonly axes: Uint8Array;

  constructor(private readonly points: Float64Array) {
    const count = points.length / 3;
    this.order = Uint32Array.from({ length: count }, (_, i) => i);
    this.axes = new Uint8Array(count);
    this.build(0, count);
  }

  /** Sorts a part so that its middle point separates it along an axis. */
  private build(start: number, end: number): void {
    if (end - start < 2) return;
    const { points, order, axes } = this;
    const middle = (start + end) >> 1;
    const axis = this.longestSide(start, end);
    order.subarray(start, end).sort((a, b) => points[3 * a + axis]! - points[3 * b + axis]!);
    axes[middle] = axis;
    this.build(start, middle);
    this.build(middle + 1, end);
  }

  private longestSide(start: number, end: number): number {
    const sides = [0, 1, 2].map((axis) => {
      let [low, high] = [Infinity, -Infinity];
      for (let i = start; i < end; i++) {
        const at = this.points[3 * this.order[i]! + axis]!;
        low = Math.min(low, at);
        high = Math.max(high, at);
      }
      return high - low;
    });
    return sides.indexOf(Math.max(...sides));
  }

  /** Squared distance from a position to the nearest point. */
  nearestSquared(position: Float64Array, start = 0, end = this.order.length, best = Infinity): number {
    if (start >= end) return best;
    const middle = (start + end) >> 1;
    const point = 3 * this.order[middle]!;
    let squared = 0;
    for (let axis = 0; axis < 3; axis++) squared += (position[axis]! - this.points[point + axis]!) ** 2;
    const axis = this.axes[middle]!;
    const ahead = position[axis]! - this.points[point + axis]!;
    const before = (least: number) => this.nearestSquared(position, start, middle, least);
    const behind = (least: number) => this.nearestSquared(position, middle + 1, end, least);
    const [near, far] = ahead < 0 ? [before, behind] : [behind, before];
    const nearest = near(Math.min(best, squared));
    return ahead * ahead < nearest ? far(nearest) : nearest;
  }
}
