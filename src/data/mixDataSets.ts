import { invalidOption } from '../utils/errors';
import { OptionError } from '../utils/optionError';
import { type CtDataSet, type CtPatient, type CtScan, iterable } from './dataSet';
import { whyRepeated } from './split/repeatedPatients';
import type { Parts } from './split/split';

/**
 * Mixes several data sets into one, as the paper does with 3D-IRCADb-01 and SLIVER07. Names of patients, scans and
 * slices are prefixed with their data set (`SLIVER07/liver-orig001`), and {@link splitDataSet} divides each data set
 * separately.
 *
 * Patients known to be in two of the data sets are kept once, and a note lists the others: volumes 28 to 47 of LiTS,
 * and of the Medical Segmentation Decathlon, which repeats LiTS, are patients 1 to 20 of 3D-IRCADb-01.
 *
 * @throws OptionError for fewer than two data sets, or one that is itself a mix
 * @example
 * ```ts
 * import { mixDataSets, phantomDataSet } from 'msa-unet';
 *
 * const mix = mixDataSets(phantomDataSet({ patients: 3 }), phantomDataSet({ patients: 4, seed: 2 }));
 * console.log(mix.patients.length); // 7
 * ```
 */
export function mixDataSets(...sets: readonly CtDataSet[]): CtDataSet {
  if (sets.length < 2) throw invalidOption('mixDataSets', 'sets', 'at least 2 data sets', sets.length);
  const mix = sets.find(({ name, patients }) => patients.some(({ dataSet }) => dataSet !== name));
  if (mix)
    throw new OptionError({
      owner: 'mixDataSets',
      option: 'sets',
      expected: 'data sets that are not mixes',
      received: mix.name,
      problem: `${mix.name} is already a mix`,
      fix: { action: 'pass all its data sets to one call' },
    });

  const named = uniqueNames(sets).map((name, i) => ({ name, set: sets[i]! }));
  const notes: string[] = [];
  const repeated = new Set<string>();
  const patients = named.flatMap(({ name, set }) =>
    set.patients.flatMap((patient): CtPatient[] => {
      const why = whyRepeated(patient, set, sets);
      if (!why) return [prefixed(patient, name)];
      notes.push(`${name}/${patient.id} was left out: ${why}`);
      repeated.add(name);
      return [];
    }),
  );
  const kept = new Set(patients.flatMap(({ scans }) => scans.map((scan) => scan.name)));
  return iterable({
    name: named.map(({ name }) => name).join(' + '),
    patients,
    notes: [...notes, ...named.flatMap(({ name, set }) => set.notes.map((note) => `${name}: ${note}`))],
    split: mixedSplit(named, kept),
    repeated: [...repeated],
  });
}

interface Named {
  readonly name: string;
  readonly set: CtDataSet;
}

/** Makes the names of the sets unique by numbering repeated ones. */
function uniqueNames(sets: readonly CtDataSet[]): string[] {
  return sets.map(({ name }, i) => {
    const before = sets.slice(0, i).filter((other) => other.name === name).length;
    return before === 0 ? name : `${name} ${before + 1}`;
  });
}

function prefixed({ id, scans }: CtPatient, dataSet: string): CtPatient {
  const named = (name: string) => `${dataSet}/${name}`;
  const renamed = (scan: CtScan): CtScan => ({
    ...scan,
    patient: named(scan.patient),
    name: named(scan.name),
    readSlice: async (index) => {
      const slice = await scan.readSlice(index);
      return { ...slice, patient: named(slice.patient), name: named(slice.name) };
    },
  });
  return { id: named(id), dataSet, scans: scans.map(renamed) };
}

/** Combines the splits of the sets that define one. */
function mixedSplit(sets: readonly Named[], kept: ReadonlySet<string>): Parts<readonly string[]> | null {
  if (sets.every(({ set }) => !set.split)) return null;
  const part = (key: keyof Parts<unknown>) =>
    sets.flatMap(({ name, set }) => set.split?.[key].map((scan) => `${name}/${scan}`) ?? []).filter((n) => kept.has(n));
  return { train: part('train'), val: part('val'), test: part('test') };
}
