import { middleChannel } from '../data/middleChannel';
import type { Sample } from '../data/sample';
import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';

const LEVELS = 256;

/** Options of {@link bestGreyInterval}. */
export interface BestGreyIntervalOptions {
  /**
   * Whether the mean is over patients, each with all slices as one volume, or over slices. @defaultValue `'patient'`
   */
  per?: 'patient' | 'slice';
}

/** Best interval of 8-bit grey levels, both ends included. */
export interface GreyInterval {
  readonly low: number;
  readonly high: number;
  /** Mean Dice coefficient, from 0 to 1. */
  readonly dice: number;
}

/**
 * Finds the best possible threshold segmentation: of all 32,896 intervals of grey levels, the one with the best mean
 * Dice coefficient on these samples.
 *
 * The result is an optimistic bound, because the interval is chosen on the ground truth that it is scored on. The
 * coefficient is 1 if ground truth and interval are both empty, and 0 if exactly one is. Of equally good intervals, the
 * lowest and then the narrowest is returned. Samples are read one at a time and released. Options:
 * {@link BestGreyIntervalOptions}.
 *
 * @throws OptionError (the promise) if there are no samples, or a sample has a grey level outside 0…1
 * @example
 * ```ts
 * import { bestGreyInterval, generatePhantom, windowHu } from 'msa-unet';
 *
 * const samples = generatePhantom({ patients: 2, slicesPerPatient: 3, size: 32 }).flatMap(({ patient, slices }) =>
 *   slices.map(({ hu, ...slice }) => ({ ...slice, patient, image: windowHu(hu) })),
 * );
 * const { dice, low, high } = await bestGreyInterval(samples);
 * console.log(dice < 1, low <= high); // true true
 * ```
 */
export async function bestGreyInterval(
  samples: Iterable<Sample> | AsyncIterable<Sample>,
  { per = 'patient', ...others }: BestGreyIntervalOptions = {},
): Promise<GreyInterval> {
  requireKnown<BestGreyIntervalOptions>('bestGreyInterval', others, { per });
  const counts = await countsUpTo(samples, per);
  if (counts.length === 0) throw invalidOption('bestGreyInterval', 'samples', 'at least one sample', []);
  let best: GreyInterval = { low: 0, high: 0, dice: -1 };
  for (let low = 0; low < LEVELS; low++) {
    for (let high = low; high < LEVELS; high++) {
      let sum = 0;
      for (const { liver, all } of counts) {
        const [hit, chosen] = [liver[high + 1]! - liver[low]!, all[high + 1]! - all[low]!];
        const truth = liver[LEVELS]!;
        sum += chosen + truth === 0 ? 1 : (2 * hit) / (chosen + truth);
      }
      const dice = sum / counts.length;
      if (dice > best.dice) best = { low, high, dice };
    }
  }
  return best;
}

/** Cumulative counts of one patient or slice: liver pixels and all pixels darker than each level. */
interface Counts {
  readonly liver: Uint32Array;
  readonly all: Uint32Array;
}

async function countsUpTo(
  samples: Iterable<Sample> | AsyncIterable<Sample>,
  per: 'patient' | 'slice',
): Promise<Counts[]> {
  const groups = new Map<string, Counts>();
  for await (const { patient, name, image: channels, mask } of samples) {
    const image = middleChannel(channels, mask.length);
    const key = per === 'patient' ? patient : `${patient}\n${name}`;
    const counts = groups.get(key) ?? { liver: new Uint32Array(LEVELS + 1), all: new Uint32Array(LEVELS + 1) };
    groups.set(key, counts);
    for (let i = 0; i < image.length; i++) {
      const above = 1 + Math.round(image[i]! * 255);
      if (!(above >= 1 && above <= LEVELS))
        throw invalidOption('bestGreyInterval', 'samples', 'of grey levels from 0 to 1', image[i]);
      counts.all[above]!++;
      if (mask[i] !== 0) counts.liver[above]!++;
    }
  }
  for (const { liver, all } of groups.values()) {
    for (let level = 1; level <= LEVELS; level++) {
      liver[level]! += liver[level - 1]!;
      all[level]! += all[level - 1]!;
    }
  }
  return [...groups.values()];
}
