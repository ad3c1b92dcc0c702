import { requireInteger, requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { OptionError } from '../../utils/optionError';
import { deriveSeed, Random } from '../../utils/random';

/** Parts of a data set: for training, for choosing the best weights, and for one final test. */
export interface Parts<T> {
  readonly train: T;
  readonly val: T;
  readonly test: T;
}

/** Names of the parts, in output order. */
export const partNames = ['train', 'val', 'test'] as const;

/** Options of {@link splitPatients}. */
export interface SplitOptions {
  /** Seed, any integer; the same seed and names give the same split in any order of the names. @defaultValue `0` */
  seed?: number;
  /** Groups of names that belong to one person and stay together. @defaultValue none */
  samePatient?: readonly (readonly string[])[];
}

/**
 * Splits patients 8 : 1 : 1. It never splits by slice: neighbouring slices of a patient look alike, so that training on
 * one would leak its neighbour in the test part. Of n patients, max(1, round(n / 10)) each go to `val` and `test`.
 * Options: {@link SplitOptions}.
 *
 * @param names patients, or folders of patients if `samePatient` groups them
 * @throws OptionError for fewer than 3 patients, a repeated name, or an unknown one in `samePatient`
 * @example
 * ```ts
 * import { splitPatients } from 'msa-unet';
 *
 * const { train, val, test } = splitPatients(['p1', 'p2', 'p3', 'p4', 'p5'], { seed: 1 });
 * console.log(train.length, val.length, test.length); // 3 1 1
 * ```
 */
export function splitPatients(
  names: readonly string[],
  { seed = 0, samePatient = [], ...others }: SplitOptions = {},
): Parts<string[]> {
  requireKnown<SplitOptions>('splitPatients', others, { seed, samePatient });
  requireInteger('splitPatients', 'seed', seed, -Infinity);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw invalidOption('splitPatients', 'names', 'different from each other', [twice, twice]);
  const patientOf = groupPatients(names, samePatient);
  const patients = [...new Set(patientOf.values())].sort();
  if (patients.length < 3)
    throw new OptionError({
      owner: 'splitPatients',
      option: 'names',
      expected: 'at least 3 patients',
      received: patients,
      problem: `at least 3 patients are needed, one for each part; received ${patients.length}`,
      fix: { action: 'add patients' },
    });

  const { train, val, test } = divide(patients, seed);
  const namesOf = (part: string[]) => names.filter((name) => part.includes(patientOf.get(name)!)).sort();
  return { train: namesOf(train), val: namesOf(val), test: namesOf(test) };
}

/** Shuffles items and splits them 8 : 1 : 1; of n items, max(1, round(n / 10)) each go to `val` and `test`. */
export function divide<T>(items: readonly T[], seed: number): Parts<T[]> {
  const shuffled = new Random(deriveSeed(seed, 'split')).shuffle(items);
  const held = Math.max(1, Math.round(items.length / 10));
  return { train: shuffled.slice(2 * held), val: shuffled.slice(held, 2 * held), test: shuffled.slice(0, held) };
}

/** Maps each name to its patient, the alphabetically first name of its group. Groups that share a name are merged. */
export function groupPatients(
  names: readonly string[],
  samePatient: readonly (readonly string[])[],
): Map<string, string> {
  const patientOf = new Map(names.map((name) => [name, name]));
  for (const group of samePatient) {
    const unknown = group.find((name) => !patientOf.has(name));
    if (unknown !== undefined)
      throw new OptionError({
        owner: 'same patient',
        option: 'samePatient',
        expected: 'groups of known names',
        received: unknown,
        problem: `"${unknown}" is not among the names; a typo would put one patient in two parts`,
      });
    const patients = group.map((name) => patientOf.get(name)!);
    const first = [...patients].sort()[0];
    for (const [name, patient] of patientOf) if (patients.includes(patient)) patientOf.set(name, first!);
  }
  return patientOf;
}
