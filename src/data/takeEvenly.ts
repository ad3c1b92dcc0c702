import { requireInteger } from '../utils/check';
import type { Samples } from './sample';

/**
 * Takes at most `count` samples, evenly spread over all.
 *
 * @throws OptionError if `count` is not a positive integer
 * @example
 * ```ts
 * import { generatePhantom, samplesOf, takeEvenly, windowHu } from 'msa-unet';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 9, size: 16 });
 * const samples = patient!.slices.map(({ hu, ...slice }) => ({ ...slice, patient: 'p1', image: windowHu(hu) }));
 * console.log(takeEvenly(samplesOf(samples), 3).length); // 3
 * ```
 */
export function takeEvenly(samples: Samples, count: number): Samples {
  requireInteger('takeEvenly', 'count', count);
  if (count >= samples.length) return samples;
  return { ...samples, length: count, read: (i) => samples.read(Math.floor(((i + 0.5) * samples.length) / count)) };
}
