import { invalidOption } from '../utils/errors';

/** A mask in memory: any {@link Volume} is one, and so is a picture with its height and width. */
export interface Mask {
  /** Inside where above 0.5, so that labels and probabilities will do as well; the last axis of `shape` is the fastest. */
  readonly data: ArrayLike<number>;
  /** `[height, width]`, or `[depth, height, width]`. */
  readonly shape: readonly number[];
  /** Distances between the centres of neighbours in mm, in the order of `shape`; `null` if they are not known. */
  readonly spacing: readonly number[] | null;
}

/** Lengths along z, y and x. */
export type ZYX = readonly [z: number, y: number, x: number];

/** Throws unless the mask is a whole one of 2 or 3 axes. */
export function requireMask(owner: string, name: string, { data, shape, spacing }: Mask): void {
  if (![2, 3].includes(shape.length) || shape.some((length) => !(Number.isInteger(length) && length > 0)))
    throw invalidOption(owner, `${name}.shape`, '[height, width] or [depth, height, width]', shape);
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length !== size)
    throw invalidOption(owner, `${name}.data`, `${shape.join(' · ')} = ${size} long`, data.length);
  if (spacing && !(spacing.length === shape.length && spacing.every((step) => Number.isFinite(step) && step > 0)))
    throw invalidOption(owner, `${name}.spacing`, `${shape.length} numbers above 0, in mm`, spacing);
}

/** Throws unless both are whole masks on one grid; spacings may differ as far as float32 files round them. */
export function requireSameGrid(owner: string, truth: Mask, prediction: Mask): void {
  requireMask(owner, 'truth', truth);
  requireMask(owner, 'prediction', prediction);
  if (truth.shape.join() !== prediction.shape.join())
    throw invalidOption(owner, 'prediction.shape', `that of the truth (${truth.shape.join('×')})`, prediction.shape);
  const [ours, theirs] = [truth.spacing, prediction.spacing];
  if (ours && theirs && ours.some((step, axis) => Math.abs(step - theirs[axis]!) > 1e-3 * step))
    throw invalidOption(owner, 'prediction.spacing', `that of the truth (${ours.join(', ')})`, theirs);
}

/** The spacing, or an error that says how to do without. */
export function requireSpacing(owner: string, name: string, { spacing }: Mask): readonly number[] {
  if (spacing) return spacing;
  throw invalidOption(owner, `${name}.spacing`, 'known', spacing, {
    action: 'give 1 for each axis to count in pixels',
  });
}

/** How many of the values are inside. */
export function countInside(data: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! > 0.5) count++;
  return count;
}
