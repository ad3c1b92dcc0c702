import { indicesOf } from '../indicesOf';
import type { Vector } from '../vector';
import type { VolumeHeader } from '../volume';

/**
 * Returns the map from positions (left, back, head) in mm to indices (x, y, z) of a volume, whole at the centres of
 * voxels, whose slices may be unevenly spaced.
 */
export function indicesIn({ affine, slicePlaces }: VolumeHeader): (position: Vector) => Vector {
  const indices = indicesOf(affine);
  if (!slicePlaces) return indices;
  return (position) => {
    const [x, y, place] = indices(position);
    return [x, y, sliceAt(place, slicePlaces)];
  };
}

/** Interpolates between the slices on both sides of a place. */
function sliceAt(place: number, places: readonly number[]): number {
  let [low, high] = [0, places.length - 1];
  if (place <= places[low]!) return place - places[low]!;
  if (place >= places[high]!) return high + place - places[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (places[middle]! <= place) low = middle;
    else high = middle;
  }
  return low + (place - places[low]!) / (places[high]! - places[low]!);
}
