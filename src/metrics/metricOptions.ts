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
  /**
   * Whether channels are regions that may overlap, as a liver and its tumours do: each is a mask of its own, predicted
   * by a sigmoid. Otherwise they are exclusive classes with class 0 as background, predicted by a softmax.
   * @defaultValue `false`
   */
  regions?: boolean;
  /**
   * Whether masks may hold −1: nobody has drawn this class here. The class is left out there, and out of the mean of
   * images in which nobody has drawn it anywhere (of exclusive classes, the pixels of another do not count as drawn). An
   * image in which no class is drawn scores as an empty one. @defaultValue `false`
   */
  partialLabels?: boolean;
}

/** Fills in the defaults and throws OptionError if an option is out of range. */
export function metricOptions(
  owner: string,
  {
    threshold = 0.5,
    emptyValue = 1,
    fromLogits = false,
    regions = false,
    partialLabels = false,
    ...others
  }: MetricOptions,
): Required<MetricOptions> {
  const options = { threshold, emptyValue, fromLogits, regions, partialLabels };
  requireKnown<MetricOptions>(owner, others, options);
  requireRange(owner, 'threshold', threshold, 0, 1);
  if (!(emptyValue === 0 || emptyValue === 1 || Number.isNaN(emptyValue)))
    throw invalidOption(owner, 'emptyValue', '1, 0 or NaN', emptyValue);
  return options;
}
