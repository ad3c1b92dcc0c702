import { requireInteger } from '../../utils/check';
import { deriveSeed, Random } from '../../utils/random';

/** What a data set is divided into: to learn from, to choose the best weights by, and to test on once. */
export interface Parts<T> {
  readonly train: T;
  readonly val: T;
  readonly test: T;
}

/** The parts in the order in which they are written. */
export const partNames = ['train', 'val', 'test'] as const;

/** Options of {@link splitPatients}. */
export interface SplitOptions {
  /** Any integer; the same seed and names give the same split, whatever the order of the names. @defaultValue `0` */
  seed?: number;
  /** Groups of names that are one person, so that they stay together. @defaultValue none */
  samePatient?: readonly (readonly string[])[];
}

/**
 * Divides patients 8 : 1 : 1, never slices: neighbouring slices of one patient look alike, so a slice in the training
 * part would give its neighbour in the test part away. Of n patients max(1, round(n / 10)) each go to `val` and `test`.
 *
 * @param names patients, or folders of patients where `samePatient` says which belong together
 * @throws RangeError for fewer than 3 patients, a name that comes twice, or an unknown one in `samePatient`
 */
export function splitPatients(
  names: readonly string[],
  { seed = 0, samePatient = [] }: SplitOptions = {},
): Parts<string[]> {
  requireInteger('splitPatients', 'seed', seed, -Infinity);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`splitPatients: "${twice}" is there twice`);
  const patientOf = groupPatients(names, samePatient);
  const patients = [...new Set(patientOf.values())].sort();
  if (patients.length < 3)
    throw new RangeError(
      `splitPatients: at least 3 patients are needed, one for each part; received ${patients.length}`,
    );

  const { train, val, test } = divide(patients, seed);
  const namesOf = (part: string[]) => names.filter((name) => part.includes(patientOf.get(name)!)).sort();
  return { train: namesOf(train), val: namesOf(val), test: namesOf(test) };
}

/** Shuffles items and divides them 8 : 1 : 1; of n items max(1, round(n / 10)) each go to `val` and `test`. */
export function divide<T>(items: readonly T[], seed: number): Parts<T[]> {
  const shuffled = new Random(deriveSeed(seed, 'split')).shuffle(items);
  const held = Math.max(1, Math.round(items.length / 10));
  return { train: shuffled.slice(2 * held), val: shuffled.slice(held, 2 * held), test: shuffled.slice(0, held) };
}

/** Which patient each name belongs to: the alphabetically first name of its group. Groups that share a name are one. */
export function groupPatients(
  names: readonly string[],
  samePatient: readonly (readonly string[])[],
): Map<string, string> {
  const patientOf = new Map(names.map((name) => [name, name]));
  for (const group of samePatient) {
    const unknown = group.find((name) => !patientOf.has(name));
    if (unknown !== undefined)
      throw new RangeError(
        `same patient: "${unknown}" is not among the names; a slip would put one person in two parts`,
      );
    const patients = group.map((name) => patientOf.get(name)!);
    const first = [...patients].sort()[0];
    for (const [name, patient] of patientOf) if (patients.includes(patient)) patientOf.set(name, first!);
  }
  return patientOf;
}
