import type { Run } from 'msa-unet/node';

import { flag, option, type Values } from '../args/option';
import { number, size, whole } from '../args/readers';
import { UsageError } from '../args/usageError';
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
  fromLogits: flag('the network puts out logits, not probabilities', 'as in training'),
  ...preprocessOptions,
};

/** What `predictVolume` takes. @throws UsageError for options that do not go together */
export function predictVolumeOptions(values: Values<typeof predictOptions>, { inference }: Pick<Run, 'inference'>) {
  const { flips, threshold, largestOnly, windowSize, overlap, batchSize, fromLogits } = values;
  if (overlap !== undefined && !windowSize) throw new UsageError('--overlap needs --window-size');
  return {
    ...{ flips, threshold, largestOnly, batchSize },
    ...preprocessingOf(values, inference),
    fromLogits: fromLogits ?? inference.fromLogits,
    size: values.size ?? (windowSize ? null : inference.size),
    slidingWindow: windowSize ? { windowSize, overlap } : null,
  };
}
