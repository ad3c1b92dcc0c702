import { requireKnown, requireRange } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** Options of the overlap metrics. */
export interface MetricOptions {
  /** Pixels with a probability above this count as predicted, from 0 to 1. @defaultValue `0.5` */
  threshold?: number;
  /**
   * Score where mask and prediction are both empty: 1, 0, or `NaN`, which {@link SegmentationScores} excludes and
   * counts (the mean that tfjs logs becomes NaN). Where exactly one is empty, the score is always 0. @defaultValue `1`
   */
  emptyValue?: number;
  /** Whether predictions are logits (`activation: 'linear'`) instead of probabilities. @defaultValue `false` */
  fromLogits?: boolean;
}

/** Fills in the defaults and throws OptionError if an option is out of range. */
export function metricOptions(
  owner: string,
  { threshold = 0.5, emptyValue = 1, fromLogits = false, ...others }: MetricOptions,
): Required<MetricOptions> {
  requireKnown<MetricOptions>(owner, others, { threshold, emptyValue, fromLogits });
  requireRange(owner, 'threshold', threshold, 0, 1);
  if (!(emptyValue === 0 || emptyValue === 1 || Number.isNaN(emptyValue)))
    throw invalidOption(owner, 'emptyValue', '1, 0 or NaN', emptyValue);
  return { threshold, emptyValue, fromLogits };
}
