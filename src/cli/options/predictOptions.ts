import type { Run } from 'msa-unet/node';

import { flag, option, type Values } from '../args/option';
import { number, size, whole } from '../args/readers';
import { UsageError } from '../args/usageError';
import { preprocessingOf, preprocessOptions } from './preprocessOptions';

/** Options of the commands that predict volumes: those of `predictVolume`. */
export const predictOptions = {
  flips: flag(
    'average over the four flips, as in the paper (test-time augmentation); for networks trained on flipped slices',
    'no',
    ['tta'],
  ),
  threshold: option('P', 'label voxels above this probability as liver', 0.5, number(0, 1)),
  largestOnly: flag('keep only the largest connected component', 'no', ['largest-component']),
  windowSize: option(
    'N',
    'predict slices at their original size, in overlapping windows of N × N, or H,W',
    'whole slices',
    size,
  ),
  overlap: option('X', 'overlap of neighbouring windows, as a fraction of their size', 0.5, number(0, 0.99)),
  batchSize: option('N', 'slices per batch', 4, whole(), ['batch']),
  fromLogits: flag('treat the output of the network as logits', 'as in training'),
  ...preprocessOptions,
};

/** The options of `predictVolume`. @throws UsageError for options that cannot be combined */
export function predictVolumeOptions(values: Values<typeof predictOptions>, { inference }: Pick<Run, 'inference'>) {
  const { flips, threshold, largestOnly, windowSize, overlap, batchSize, fromLogits } = values;
  if (overlap !== undefined && !windowSize && !inference.slidingWindow)
    throw new UsageError('--overlap needs --window-size');
  const { spacing, context, contextMm, slidingWindow: trained = null } = inference;
  return {
    ...{ flips, threshold, largestOnly, batchSize, context, contextMm },
    ...preprocessingOf(values, inference),
    fromLogits: fromLogits ?? inference.fromLogits,
    size: values.size ?? (windowSize ? null : inference.size),
    spacing: values.size ? null : spacing,
    slidingWindow: windowSize ? { windowSize, overlap } : trained && { ...trained, overlap },
  };
}
