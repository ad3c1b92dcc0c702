import { type CtDataSet, type CtPatient, type CtScan, iterable } from './dataSet';
import { whyRepeated } from './split/repeatedPatients';
import type { Parts } from './split/split';

/**
 * One data set of several, as the paper mixes 3D-IRCADb-01 and SLIVER07. Names of patients, scans and slices get the name
 * of their data set before them (`SLIVER07/liver-orig001`), and `splitDataSet` divides each data set by itself.
 *
 * Patients that are known to be in two of the data sets are taken once, and a note says which were left out: volumes 28 to
 * 47 of LiTS, and of the Medical Segmentation Decathlon, which repeats LiTS, are patients 1 to 20 of 3D-IRCADb-01.
 *
 * @throws RangeError for fewer than two data sets, or one that is a mix itself
 */
export function mixDataSets(...sets: readonly CtDataSet[]): CtDataSet {
  if (sets.length < 2) throw new RangeError(`mixDataSets: at least 2 data sets are needed; received ${sets.length}`);
  const mix = sets.find(({ name, patients }) => patients.some(({ dataSet }) => dataSet !== name));
  if (mix) throw new RangeError(`mixDataSets: ${mix.name} is a mix already; give all its data sets to one call`);

  const named = uniqueNames(sets).map((name, i) => ({ name, set: sets[i]! }));
  const notes: string[] = [];
  const patients = named.flatMap(({ name, set }) =>
    set.patients.flatMap((patient): CtPatient[] => {
      const why = whyRepeated(patient, set, sets);
      if (why) notes.push(`${name}/${patient.id} is left out: ${why}`);
      return why ? [] : [prefixed(patient, name)];
    }),
  );
  const kept = new Set(patients.flatMap(({ scans }) => scans.map((scan) => scan.name)));
  return iterable({
    name: named.map(({ name }) => name).join(' + '),
    patients,
    notes: [...notes, ...named.flatMap(({ name, set }) => set.notes.map((note) => `${name}: ${note}`))],
    split: mixedSplit(named, kept),
  });
}

interface Named {
  readonly name: string;
  readonly set: CtDataSet;
}

/** The names of the sets; a second set of a name gets a number. */
function uniqueNames(sets: readonly CtDataSet[]): string[] {
  return sets.map(({ name }, i) => {
    const before = sets.slice(0, i).filter((other) => other.name === name).length;
    return before === 0 ? name : `${name} ${before + 1}`;
  });
}

function prefixed({ id, scans }: CtPatient, dataSet: string): CtPatient {
  const named = (name: string) => `${dataSet}/${name}`;
  const renamed = (scan: CtScan): CtScan => ({
    patient: named(scan.patient),
    name: named(scan.name),
    depth: scan.depth,
    fingerprint: scan.fingerprint,
    spacing: scan.spacing,
    readSlice: async (index) => {
      const slice = await scan.readSlice(index);
      return { ...slice, patient: named(slice.patient), name: named(slice.name) };
    },
  });
  return { id: named(id), dataSet, scans: scans.map(renamed) };
}

/** The parts of the sets that say themselves how they are divided. */
function mixedSplit(sets: readonly Named[], kept: ReadonlySet<string>): Parts<readonly string[]> | null {
  if (sets.every(({ set }) => !set.split)) return null;
  const part = (key: keyof Parts<unknown>) =>
    sets.flatMap(({ name, set }) => set.split?.[key].map((scan) => `${name}/${scan}`) ?? []).filter((n) => kept.has(n));
  return { train: part('train'), val: part('val'), test: part('test') };
}
