import * as tf from '@tensorflow/tfjs';
import { OptionError } from '../utils/optionError';

/**
 * Checks that masks are what losses and metrics expect: values from 0 (background) to 1, soft labels included.
 *
 * Losses never read values back from the device, so masks of 0 and 255 would silently give Dice values above 1. Call
 * this once for every part of the data.
 *
 * @param masks a tensor of any shape, or plain values
 * @param name name of the masks in the error message, for instance their file
 * @throws OptionError (the promise) for a value below 0, above 1 or NaN
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { checkMasks } from 'msa-unet';
 *
 * const masks = tf.tensor1d([0, 255, 0]);
 * await checkMasks(masks.div(255), 'masks of the training set'); // fine; without the division it would throw
 * console.log('masks are valid');
 * ```
 */
export async function checkMasks(masks: tf.Tensor | ArrayLike<number>, name = 'masks'): Promise<void> {
  const values: ArrayLike<number> = masks instanceof tf.Tensor ? await masks.data() : masks;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= 0 && value <= 1) continue;
    throw new OptionError({
      owner: 'checkMasks',
      option: name,
      expected: 'from 0 to 1',
      received: value,
      problem: `\`${name}\` must be from 0 to 1; received ${value} (element ${i} of ${values.length})`,
      fix: { action: 'divide masks of 0 and 255 by 255; make class numbers one-hot' },
    });
  }
}
