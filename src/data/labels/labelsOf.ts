import { CtFileError } from '../ctFileError';
import { scalarTypeOf } from '../stored/scalarType';
import type { VoxelArray } from '../volume';

/** Distance from a whole number up to which a float is a rounded label. */
const rounding = 1e-3;

/** Values in HU up to which voxels are air, as in every scan. */
const dark = -500;

/**
 * Returns the voxels of a mask as labels. Floats within 0.001 of whole numbers are rounded, to uint8 if they fit, else
 * to int32.
 *
 * @param file file name for messages
 * @throws CtFileError if a value is negative, not finite or a fraction, as in soft or resampled masks; the message
 * names it and how many voxels have such values
 */
export function labelsOf(values: VoxelArray, file: string): VoxelArray {
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  const isLabel = isFloat ? isNearLabel : isNonNegative;
  const wrong = values.findIndex((value) => !isLabel(value));
  if (wrong >= 0) throw noLabels(values, values[wrong]!, isLabel, file);
  if (!isFloat) return values;
  const labels = Int32Array.from(values, Math.round);
  return labels.every((label) => label <= 255) ? Uint8Array.from(labels) : labels;
}

const isNonNegative = (value: number) => value >= 0;
const isNearLabel = (value: number) => {
  const label = Math.round(value);
  return Math.abs(value - label) <= rounding && label >= 0 && label < 2 ** 31;
};

function noLabels(values: VoxelArray, first: number, isLabel: (value: number) => boolean, file: string): CtFileError {
  let count = 0;
  for (const value of values) if (!isLabel(value)) count++;
  const fix =
    scalarTypeOf(values) === 'int8'
      ? 'labels above 127 need uint8: save the mask in it'
      : first > 0 && first < 2 ** 31
        ? 'save the mask with whole numbers, for instance 1 where it is 0.5 or more, and resample masks by nearest neighbour'
        : values.some((value) => value <= dark)
          ? 'values so low are those of a scan: give its mask'
          : 'save the mask with 0 for background and whole numbers for organs';
  return new CtFileError(
    file,
    `${count} of ${values.length} voxels of the mask are not labels, such as ${first}; labels are whole numbers of at least 0`,
    { fix: [{ action: fix }] },
  );
}
