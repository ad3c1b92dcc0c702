import { invalidOption } from '../utils/errors';
import { farthestCorners } from '../utils/farthestCorners';
import { OptionError } from '../utils/optionError';
import { determinantOf } from './grid';

/** A mask in memory: any {@link Volume}, or an image with height and width. */
export interface Mask {
  /** Values in row-major order; above 0.5 counts as inside, so that labels and probabilities work as well. */
  readonly data: ArrayLike<number>;
  /** `[height, width]`, or `[depth, height, width]`. */
  readonly shape: readonly number[];
  /** Distance between the centres of neighbours in mm, in the order of `shape`. `null`: unknown. */
  readonly spacing: readonly number[] | null;
  /**
   * Of a volume: the map from (x, y, z) to mm, as in a {@link Volume}. With it, volumes and distances are right on
   * sheared grids too (a tilted gantry), and masks at different positions are refused. @defaultValue axes at right
   * angles, at an unknown position
   */
  readonly affine?: readonly (readonly number[])[] | null;
  /** Of a volume: whether its slices are unevenly spaced, which reports then say. @defaultValue `false` */
  readonly isUneven?: boolean;
  /**
   * The same voxels as codes of a {@link LabelTable}, which {@link evaluateVolumes} scores instead of `data` if it is given
   * the table: a class by its number from 1 in the order of the table, regions by a bit each, 255 where nobody has drawn.
   * Regions that overlap need them where `data` holds one number per voxel. Bits of other `segments` than those of the table,
   * as {@link readVolume} returns them, are looked up by their names and numbers. @defaultValue none
   */
  readonly codes?: Uint8Array;
  /** Names of the numbers in `data`, which tables that name segments look up. @defaultValue none */
  readonly segments?: readonly { readonly name: string; readonly value: number }[];
}

/** Lengths along z, y and x. */
export type ZYX = readonly [z: number, y: number, x: number];

/** Throws unless the mask is complete and has 2 or 3 axes. */
export function requireMask(owner: string, name: string, { data, shape, spacing, affine }: Mask): void {
  if (![2, 3].includes(shape.length) || shape.some((length) => !(Number.isInteger(length) && length > 0)))
    throw invalidOption(owner, `${name}.shape`, '[height, width] or [depth, height, width]', shape);
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length !== size)
    throw invalidOption(owner, `${name}.data`, `${shape.join(' · ')} = ${size} long`, data.length);
  if (spacing && !(spacing.length === shape.length && spacing.every((step) => Number.isFinite(step) && step > 0)))
    throw invalidOption(owner, `${name}.spacing`, `${shape.length} numbers above 0, in mm`, spacing);
  if (affine && !(shape.length === 3 && affine.length === 3 && Math.abs(determinantOf(affine)) > 0))
    throw invalidOption(owner, `${name}.affine`, 'that of a volume: three rows of four numbers', affine);
}

/** Distance between the positions of a corner, in voxels, up to which two grids are the same: headers are rounded. */
const tolerance = 0.1;

/** Throws unless both masks are complete and on the same grid, up to the rounding of files. */
export function requireSameGrid(owner: string, truth: Mask, prediction: Mask): void {
  requireMask(owner, 'truth', truth);
  requireMask(owner, 'prediction', prediction);
  if (truth.shape.join() !== prediction.shape.join())
    throw invalidOption(
      owner,
      'prediction.shape',
      `that of the ground truth (${truth.shape.join('×')})`,
      prediction.shape,
    );
  const [ours, theirs] = [truth.spacing, prediction.spacing];
  if (ours && theirs && ours.some((step, axis) => Math.abs(step - theirs[axis]!) > 1e-3 * step))
    throw invalidOption(owner, 'prediction.spacing', `that of the ground truth (${ours.join(', ')})`, theirs);
  const apart = truth.affine && prediction.affine ? farthestCorners(truth.shape, truth.affine, prediction.affine) : 0;
  if (apart > tolerance * Math.min(...(ours ?? theirs ?? [1])))
    throw new OptionError({
      owner,
      option: 'prediction.affine',
      expected: 'that of the ground truth',
      received: prediction.affine,
      problem: `ground truth and prediction lie up to ${apart.toFixed(1)} mm apart`,
      fix: { action: 'give both without `affine` if their voxels correspond all the same' },
    });
}

/** Returns the spacing; throws OptionError if it is unknown. */
export function requireSpacing(owner: string, name: string, { spacing }: Mask): readonly number[] {
  if (spacing) return spacing;
  throw invalidOption(owner, `${name}.spacing`, 'known', spacing, {
    action: 'give 1 for each axis to count in pixels',
  });
}

/** Counts the values that are inside. */
export function countInside(data: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! > 0.5) count++;
  return count;
}
