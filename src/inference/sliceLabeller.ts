import * as tf from '@tensorflow/tfjs';

import type { LabelTable } from '../data/labels/labelTable';
import { mirroredChannels } from '../data/labels/mirroredChannels';
import { modelLabels } from '../data/labels/modelLabels';
import { outputFor } from '../data/labels/outputFor';
import type { Context } from '../preprocess/input/contextSlices';
import type { PreprocessingOptions } from '../preprocess/input/preprocessing';
import { averageOverFlips, type Predict } from '../utils/averageOverFlips';
import { requireRange } from '../utils/check';
import { OptionError } from '../utils/optionError';
import { inputOf, networkInput, resized, type SlicesOfBatch } from './networkInput';
import { predictPadded } from './predictPadded';
import { type PredictSlidingWindowOptions, predictSlidingWindow } from './predictSlidingWindow';
import { ofLogits } from './predictWithFlips';

/**
 * Options of predicting the slices of a scan. Those of the preprocessing are as {@link prepareSlices} had them in training;
 * `window`, `windows` and `clahe` are for models without preprocessing of their own.
 */
export interface PredictSlicesOptions extends PreprocessingOptions {
  /** Slices on the device at a time. @defaultValue `4` */
  batchSize?: number;
  /** Padded sides are multiples of this, as for {@link predictPadded}. @defaultValue `null`: what the model requires */
  multiple?: number | null;
  /**
   * Predicts in overlapping windows, for slices larger than a model's fixed size. `null`: whole slices, padded.
   * @defaultValue `null`
   */
  slidingWindow?: Pick<PredictSlidingWindowOptions, 'windowSize' | 'overlap'> | null;
  /**
   * Whether to average over the four flips, as the paper does; takes four times as long. A network that was trained
   * without flips gets worse by it. @defaultValue `false`
   */
  flips?: boolean;
  /** Whether the model returns logits (`activation: 'linear'`). @defaultValue `false` */
  fromLogits?: boolean;
  /** Voxels with a probability above this are inside, from 0 to 1; for one label and for regions. @defaultValue `0.5` */
  threshold?: number;
  /** What the model segments. `null`: its labels have no names. @defaultValue that of the model; see {@link modelLabels} */
  labels?: LabelTable | null;
}

/** Labels slices of one scan. */
export interface SliceLabeller {
  /** Which slices are the channels of a slice. */
  readonly context: Context;
  /** Labels slices: int32 `[slices, height, width]`, the number of the class or a bit per region. */
  readonly labelsOf: (slices: SlicesOfBatch) => tf.Tensor;
}

/**
 * Makes a function that labels slices in Hounsfield units. Checks model and options once.
 *
 * @throws OptionError if an option is out of range, or a model with preprocessing gets another
 */
export function sliceLabeller(
  model: tf.LayersModel,
  { threshold = 0.5, flips = false, ...options }: PredictSlicesOptions,
): SliceLabeller {
  requireRange('predictVolume', 'threshold', threshold, 0, 1);
  const input = networkInput(model, options);
  const { network, size } = input;
  const { labels = modelLabels(model) } = options;
  if (labels) requireOutput(network, labels);
  const once = predictor(network, { ...options, regions: labels?.regions ?? false });
  const predict = flips ? averageOverFlips(once, mirroredChannels(labels)) : once;
  const labelsOf = (slices: SlicesOfBatch) =>
    tf.tidy(() => {
      const [, height, width] = slices.hu.shape;
      const x = inputOf(slices, input);
      if (!options.slidingWindow) requireFit(network, { size, slice: [x.shape[1], x.shape[2]] });
      const p = resized(predict(x), [height, width]);
      if (labels?.regions) return bitsOf(p, threshold);
      return p.shape[3] === 1 ? p.squeeze([3]).greater(threshold).toInt() : p.argMax(3);
    });
  return { context: input, labelsOf };
}

/** Packs the regions of every pixel into an integer, the first into the lowest bit. */
function bitsOf(p: tf.Tensor4D, threshold: number): tf.Tensor {
  const values = Array.from({ length: p.shape[3] }, (_, index) => 1 << index);
  return p.greater(threshold).toInt().mul(tf.tensor1d(values, 'int32')).sum(3);
}

function requireOutput(model: tf.LayersModel, labels: LabelTable): void {
  const { classes } = outputFor(labels);
  const given = model.outputs[0]!.shape.at(-1);
  if (given === classes) return;
  const names = labels.labels.map(({ name }) => name).join(', ');
  throw new OptionError({
    owner: 'predictVolume',
    option: 'labels',
    expected: `a table for the ${given} channels of the model`,
    received: labels,
    shown: `${names}, which need ${classes}`,
  });
}

type Size = readonly [height: number, width: number];

/** Throws unless a network of fixed size takes slices of this `size`, or without one, slices that {@link predictPadded} can pad. */
function requireFit({ inputs }: tf.LayersModel, { size, slice }: { size: Size | null; slice: Size }): void {
  const sides = inputs[0]!.shape.slice(1, 3);
  const given = size ?? slice;
  const fits = (side: number, i: number) => (size ? given[i] === side : given[i]! <= side);
  if (sides.every((side, i) => side === null || fits(side, i))) return;
  const takes = sides.map((side, i) => side ?? given[i]!);
  throw new OptionError({
    owner: 'predictVolume',
    option: 'size',
    expected: 'the size that the model takes',
    received: given,
    problem: `the model takes slices of ${takes.join('×')}; received ${given.join('×')}`,
    fix: [
      { option: 'size', value: takes, when: 'to resize them as in training' },
      { option: 'slidingWindow', value: {}, when: 'to keep their resolution' },
    ],
  });
}

/** Makes a function from grey levels to probabilities. */
function predictor(
  network: tf.LayersModel,
  {
    batchSize = 4,
    multiple = null,
    slidingWindow = null,
    fromLogits = false,
    regions,
  }: PredictSlicesOptions & { readonly regions: boolean },
): Predict {
  if (slidingWindow)
    return (images) => predictSlidingWindow(network, images, { ...slidingWindow, batchSize, fromLogits, regions });
  const padded: Predict = (images) => predictPadded(network, images, { multiple, batchSize });
  return fromLogits ? ofLogits(padded, regions) : padded;
}
