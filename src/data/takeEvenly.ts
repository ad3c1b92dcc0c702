import { requireInteger } from '../utils/check';
import type { Samples } from './sample';

/**
 * At most `count` of the samples, spread evenly over all of them.
 *
 * @throws RangeError if `count` is not a positive integer
 */
export function takeEvenly(samples: Samples, count: number): Samples {
  requireInteger('takeEvenly', 'count', count);
  if (count >= samples.length) return samples;
  return { length: count, read: (i) => samples.read(Math.floor(((i + 0.5) * samples.length) / count)) };
}
