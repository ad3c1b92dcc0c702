import * as tf from '@tensorflow/tfjs';

import { modelInput } from '../models/modelInput';
import { resizeBilinear } from '../ops/resizeBilinear';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import {
  type Preprocessing,
  type PreprocessingOptions,
  requireContext,
  requireSpacing,
} from '../preprocess/input/preprocessing';
import { sizeAtSpacing } from '../preprocess/input/sizeAtSpacing';
import { requireInteger, requireSides } from '../utils/check';
import { counted } from '../utils/counted';
import { invalidOption } from '../utils/errors';
import { OptionError } from '../utils/optionError';
import { preprocess, splitPreprocessing } from './splitPreprocessing';

/** How the slices of a scan become the input of a network. */
export interface NetworkInput extends Pick<Preprocessing, 'size' | 'spacing' | 'context' | 'contextMm'> {
  /** Preprocessing layers, which run at the size of the slices. */
  readonly first: readonly tf.layers.Layer[];
  readonly network: tf.LayersModel;
}

/** Slices `[slices, height, width, 1]` in HU, and which of them are the channels of each slice that is predicted. */
export interface SlicesOfBatch {
  readonly hu: tf.Tensor4D;
  /** Indices into `hu`, a list for each predicted slice. */
  readonly channels: readonly (readonly number[])[];
  /** Height and width of a pixel in mm. */
  readonly pixelMm: readonly [y: number, x: number];
}

/**
 * Splits off the model's own preprocessing, or takes that of the options.
 *
 * @throws OptionError if an option is out of range, does not fit the channels of the model, or would replace the model's
 *   own preprocessing
 */
export function networkInput(model: tf.LayersModel, options: PreprocessingOptions): NetworkInput {
  const own = modelInput('predictVolume', model);
  const { size = null, spacing = own.spacing, contextMm = own.contextMm } = options;
  if (size !== null) requireSides('predictVolume', 'size', size);
  if (size) for (const [i, side] of ['height', 'width'].entries()) requireInteger('predictVolume', side, size[i]!);
  requireSpacing('predictVolume', spacing, size);
  const { first, rest, isOwn } = withPreprocessing(model, options);
  const windows = first.find((layer): layer is HUWindow => layer instanceof HUWindow)?.windows.length ?? 1;
  const channels = rest.inputs[0]!.shape.at(-1)!;
  const { context = isOwn ? (channels / windows - 1) / 2 : 0 } = options;
  if (channels !== (2 * context + 1) * windows || !Number.isInteger(context))
    throw otherChannels(channels, Math.floor(context), windows);
  requireContext('predictVolume', { context, contextMm });
  return { first, network: rest, size, spacing, context, contextMm };
}

/** Windows, equalises and resizes slices, and joins the channels: first all windows of the slice nearest to the feet. */
export function inputOf({ hu, channels, pixelMm }: SlicesOfBatch, input: NetworkInput): tf.Tensor4D {
  const { first, size, spacing, context } = input;
  const [, height, width] = hu.shape;
  const grid = { name: 'the volume', height, width, pixelMm };
  const grey = resized(preprocess(first, hu), spacing ? sizeAtSpacing('predictVolume', grid, spacing) : size);
  if (context === 0) return grey;
  const planes = Array.from({ length: 2 * context + 1 }, (_, plane) =>
    tf.gather(
      grey,
      tf.tensor1d(
        channels.map((slices) => slices[plane]!),
        'int32',
      ),
    ),
  );
  return tf.concat(planes, 3);
}

/** Resizes images bilinearly. `null`: they keep their size. */
export function resized(x: tf.Tensor4D, size: readonly [height: number, width: number] | null): tf.Tensor4D {
  if (!size || (x.shape[1] === size[0] && x.shape[2] === size[1])) return x;
  return resizeBilinear(x, [size[0], size[1]]);
}

interface Parts {
  readonly first: readonly tf.layers.Layer[];
  readonly rest: tf.LayersModel;
  /** Whether the preprocessing is the model's own. */
  readonly isOwn: boolean;
}

function withPreprocessing(model: tf.LayersModel, { window, windows, clahe }: PreprocessingOptions): Parts {
  const split = splitPreprocessing('predictVolume', model);
  if (split.first.length === 0) {
    const layers = [new HUWindow(windows ? { windows } : window), ...(clahe === null ? [] : [new CLAHE(clahe)])];
    return { first: layers, rest: model, isOwn: false };
  }
  const given = Object.entries({ window, windows: windows ?? undefined, clahe }).find(
    ([, value]) => value !== undefined,
  );
  if (!given) return { ...split, isOwn: true };
  const [option, value] = given;
  throw invalidOption('predictVolume', option, 'left out for a model with its own preprocessing', value);
}

function otherChannels(channels: number, context: number, windows: number): OptionError {
  const fitting = (channels / windows - 1) / 2;
  return new OptionError({
    owner: 'predictVolume',
    option: 'context',
    expected: 'the one that the model was trained with',
    received: context,
    problem:
      `the model takes ${counted(channels, 'channel')}; \`context\` ${context} with ` +
      `${counted(windows, 'window')} makes ${(2 * context + 1) * windows}`,
    fix: [
      ...(Number.isInteger(fitting) ? [{ option: 'context', value: fitting, when: 'as in training' }] : []),
      { action: 'pass the `windows` of the training' },
    ],
  });
}
