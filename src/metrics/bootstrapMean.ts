import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { Random } from '../utils/random';
import { percentile } from './percentile';

/** Options of {@link bootstrapMean}. */
export interface BootstrapOptions {
  /** Number of bootstrap samples. @defaultValue `10_000` */
  resamples?: number;
  /** Confidence level, above 0 and below 1. @defaultValue `0.95` */
  confidence?: number;
  /** Seed of the resampling, any integer. @defaultValue `0` */
  seed?: number;
}

/**
 * Computes a bootstrap confidence interval of the mean (percentile method).
 *
 * Options: {@link BootstrapOptions}.
 *
 * @throws OptionError if there is no value, one is not a finite number, or an option is out of range
 * @see Efron and Tibshirani, An introduction to the bootstrap, 1993, section 13.3
 * @example
 * ```ts
 * import { bootstrapMean } from 'msa-unet';
 *
 * const dice = [0.95, 0.97, 0.92, 0.96, 0.94];
 * const [low, high] = bootstrapMean(dice, { confidence: 0.95, seed: 1 });
 * console.log(low.toFixed(3), high.toFixed(3)); // 0.932 0.962
 * ```
 */
export function bootstrapMean(
  values: readonly number[],
  { resamples = 10_000, confidence = 0.95, seed = 0, ...others }: BootstrapOptions = {},
): [low: number, high: number] {
  requireKnown<BootstrapOptions>('bootstrapMean', others, { resamples, confidence, seed });
  requireInteger('bootstrapMean', 'resamples', resamples);
  if (!(confidence > 0 && confidence < 1))
    throw invalidOption('bootstrapMean', 'confidence', 'above 0 and below 1', confidence);
  requireInteger('bootstrapMean', 'seed', seed, -Infinity);
  if (values.length === 0 || !values.every(Number.isFinite))
    throw invalidOption('bootstrapMean', 'values', 'one number or more', values);
  const random = new Random(seed);
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    let sum = 0;
    for (let k = 0; k < values.length; k++) sum += values[random.integer(values.length)]!;
    means[i] = sum / values.length;
  }
  means.sort();
  return [percentile(means, (1 - confidence) / 2), percentile(means, (1 + confidence) / 2)];
}
