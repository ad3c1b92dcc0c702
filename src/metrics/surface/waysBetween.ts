import { shearedSteps } from '../grid';
import { type Mask, requireSameGrid, requireSpacing, type ZYX } from '../mask';
import { type Box, commonBox, crop } from './box';
import { nearestDistances } from './nearestDistances';
import { nearestInSpace } from './nearestInSpace';
import { type Beyond, surfaceVoxels } from './surfaceVoxels';

/** Distances in mm from every surface voxel of either mask to the surface of the other. */
export type Ways = [there: Float64Array, back: Float64Array];

/**
 * Measures the ways between two surfaces. Both lists are empty if the masks are equal and have no surface; `null` stands
 * for one surface without the other.
 *
 * @throws OptionError if shapes or spacings differ, or the spacing is unknown; `owner` is named in the message
 */
export function waysBetween(owner: string, truth: Mask, prediction: Mask, openEnds: boolean): Ways | null {
  requireSameGrid(owner, truth, prediction);
  const steps = requireSpacing(owner, 'truth', truth);
  const spacing: ZYX = [steps.at(-3) ?? 1, steps.at(-2)!, steps.at(-1)!];
  const box = commonBox([truth, prediction]);
  if (!box) return none();
  const beyond = beyondBox(box, truth.shape, openEnds);
  const [own, other] = [crop(truth, box), crop(prediction, box)];
  const [a, b] = [own, other].map((inside) => surfaceVoxels(inside, box.shape, beyond));
  // Without a surface, a mask is empty or fills an array with open ends.
  if (a!.length + b!.length === 0) return own[0] === other[0] ? none() : null;
  if (a!.length === 0 || b!.length === 0) return null;
  const sheared = shearedSteps(truth) ?? shearedSteps(prediction);
  const distances = (from: Uint32Array, to: Uint32Array) =>
    sheared ? nearestInSpace(from, to, box.shape, sheared) : nearestDistances(from, to, box.shape, spacing);
  return [distances(a!, b!), distances(b!, a!)];
}

const none = (): Ways => [new Float64Array(0), new Float64Array(0)];

/** What counts as inside beyond the box: nothing, unless the box ends with the array and its ends are open. */
function beyondBox({ start, shape }: Box, whole: readonly number[], openEnds: boolean): Beyond {
  const isOpen = (axis: 0 | 1 | 2, isEnd: boolean) => Number((axis === 0 && whole.length === 2) || (openEnds && isEnd));
  const low = (axis: 0 | 1 | 2) => isOpen(axis, start[axis] === 0);
  const high = (axis: 0 | 1 | 2) => isOpen(axis, start[axis] + shape[axis] === (whole.at(axis - 3) ?? 1));
  return { low: [low(0), low(1), low(2)], high: [high(0), high(1), high(2)] };
}
