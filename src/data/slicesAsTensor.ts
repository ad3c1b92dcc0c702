import * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../utils/errors';
import { requireVolume } from './requireVolume';
import type { Volume } from './volume';

/**
 * Makes a batch of images from the slices `from` to before `to` of a volume.
 *
 * @param from index of the first slice; slice 0 is nearest to the feet
 * @param to index after the last slice; by default, up to the end
 * @returns float32 [to − from, height, width, 1] with the volume's values; the caller disposes it
 * @throws OptionError if it is not a volume, its parts are inconsistent, or not 0 ≤ from < to ≤ depth
 * @example
 * ```ts
 * import { phantomDataSet, scanVolume, slicesAsTensor } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 4, size: 32 }).patients;
 * const { image } = await scanVolume(patient!.scans[0]!);
 * console.log(slicesAsTensor(image, 1, 3).shape); // [2, 32, 32, 1]
 * ```
 */
export function slicesAsTensor(volume: Volume, from = 0, to?: number): tf.Tensor4D {
  requireVolume('slicesAsTensor', volume);
  const [depth, height, width] = volume.shape;
  if (!(Number.isInteger(from) && from >= 0 && from < depth))
    throw invalidOption('slicesAsTensor', 'from', `an integer from 0 to ${depth - 1}`, from);
  const end = to ?? depth;
  if (!(Number.isInteger(end) && end > from && end <= depth))
    throw invalidOption('slicesAsTensor', 'to', `an integer from ${from + 1} to ${depth}`, end);
  const values = volume.data.subarray(from * height * width, end * height * width);
  return tf.tensor4d(new Float32Array(values), [end - from, height, width, 1], 'float32');
}
