import * as tf from '@tensorflow/tfjs';
import { SizeGuard } from '../layers/sizeGuard';
import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { OptionError } from '../utils/optionError';
import { requireOneOutput } from '../utils/requireOneOutput';
import { requireImages } from './requireImages';
import { preprocess, splitPreprocessing } from './splitPreprocessing';

/** Options of {@link predictPadded}. */
export interface PredictPaddedOptions {
  /**
   * Padded sides are multiples of this, in pixels. It must be a multiple of what the model requires, e.g. 128 for an
   * MSA-UNet that is exact to the paper. `null`: what the model requires. A model of fixed size pads to that size.
   * @defaultValue `null`
   */
  multiple?: number | null;
  /** Images per run of the model. @defaultValue `1` */
  batchSize?: number;
}

/**
 * Predicts images of any size: pads them at the right and bottom to the next size that the model accepts, and crops the
 * masks back.
 *
 * `[batch, height, width, channels]` → `[batch, height, width, classes]`. The padding is 0, which is air or less in a
 * windowed CT slice. A model of {@link addPreprocessing} takes Hounsfield units and preprocesses them before the
 * padding. Options: {@link PredictPaddedOptions}.
 *
 * @throws OptionError if `multiple` does not suit the model, it has several outputs, or an image does not fit its fixed
 * size
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { buildUnet, predictPadded } from 'msa-unet';
 *
 * const model = buildUnet([null, null, 1], { baseFilters: 2, depth: 2 });
 * const slice = tf.randomUniform<tf.Rank.R4>([1, 30, 21, 1]);
 * console.log(predictPadded(model, slice).shape); // [1, 30, 21, 1]
 * ```
 */
export function predictPadded(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  { multiple = null, batchSize = 1, ...others }: PredictPaddedOptions = {},
): tf.Tensor4D {
  requireKnown<PredictPaddedOptions>('predictPadded', others, { multiple, batchSize });
  requireInteger('predictPadded', 'batchSize', batchSize);
  requireOneOutput('predictPadded', model);
  requireImages('predictPadded', images);
  const [batch, height, width] = images.shape;
  const { first, rest } = splitPreprocessing('predictPadded', model);
  const [, fixedHeight, fixedWidth] = rest.inputs[0]!.shape as [number | null, number | null, number | null];
  const legal = legalSides(rest, multiple);
  const down = paddedSide('height', height, fixedHeight, legal);
  const across = paddedSide('width', width, fixedWidth, legal);
  return tf.tidy(() => {
    const padded = tf.pad(preprocess(first, images), [
      [0, 0],
      [0, down - height],
      [0, across - width],
      [0, 0],
    ]);
    const masks = rest.predict(padded, { batchSize }) as tf.Tensor4D;
    return masks.slice([0, 0, 0, 0], [batch, height, width, -1]);
  });
}

interface LegalSides {
  multiple: number;
  atLeast: number;
}

function legalSides(model: tf.LayersModel, wanted: number | null): LegalSides {
  const guard = model.layers.find((layer): layer is SizeGuard => layer instanceof SizeGuard);
  const { multiple, atLeast } = guard ?? { multiple: 1, atLeast: 1 };
  if (wanted === null) return { multiple, atLeast };
  requireInteger('predictPadded', 'multiple', wanted);
  if (wanted % multiple !== 0) throw invalidOption('predictPadded', 'multiple', `a multiple of ${multiple}`, wanted);
  return { multiple: wanted, atLeast };
}

function paddedSide(side: string, length: number, fixed: number | null, { multiple, atLeast }: LegalSides): number {
  if (fixed === null) return Math.max(atLeast, Math.ceil(length / multiple) * multiple);
  if (length <= fixed) return fixed;
  throw new OptionError({
    owner: 'predictPadded',
    option: 'images',
    expected: 'no larger than the model takes',
    received: length,
    problem: `the model takes images of ${side} ${fixed}; received ${length}`,
    fix: [{ action: 'build the model with `null` sides' }, { action: 'resize the image' }],
  });
}
