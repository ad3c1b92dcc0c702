import { flag, option, type Values } from '../args/option';
import { number, size, whole } from '../args/readers';
import { UsageError } from '../args/usageError';
import type { SavedRun } from '../savedRun';
import { preprocessingOf, preprocessOptions } from './preprocessOptions';

/** Options of the commands that predict volumes: those of `predictVolume`. */
export const predictOptions = {
  flips: flag(
    'average over the four flips, as in the paper (test-time augmentation); for networks that learned from flipped slices',
    'no',
    ['tta'],
  ),
  threshold: option('P', 'a voxel is liver where its probability is larger', 0.5, number(0, 1)),
  largestOnly: flag('keep the largest piece of the mask alone', 'no', ['largest-component']),
  windowSize: option(
    'N',
    'predict slices at their own size, by overlapping windows of N × N, or H,W',
    'whole slices',
    size,
  ),
  overlap: option('X', 'how much windows overlap, a share of their size', 0.5, number(0, 0.99)),
  batchSize: option('N', 'slices at a time', 4, whole(), ['batch']),
  fromLogits: flag('the network puts out logits, not probabilities'),
  ...preprocessOptions,
};

/** What `predictVolume` takes. @throws UsageError for options that do not go together */
export function predictVolumeOptions(values: Values<typeof predictOptions>, { model, preprocessing }: SavedRun) {
  const { flips, threshold, largestOnly, windowSize, overlap, batchSize, fromLogits } = values;
  if (overlap !== undefined && !windowSize) throw new UsageError('--overlap needs --window-size');
  const [, height, width] = model.inputs[0]!.shape;
  const ownSize = height && width ? ([height, width] as const) : null;
  const usualSize = windowSize ? null : preprocessing ? preprocessing.size : ownSize;
  return {
    ...{ flips, threshold, largestOnly, batchSize, fromLogits },
    ...preprocessingOf(values, preprocessing),
    size: values.size ?? usualSize,
    slidingWindow: windowSize ? { windowSize, overlap } : null,
  };
}
