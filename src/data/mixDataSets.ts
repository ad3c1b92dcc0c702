import { invalidOption } from '../utils/errors';
import { OptionError } from '../utils/optionError';
import { type CtDataSet, type CtPatient, type CtScan, iterable } from './dataSet';
import { joinTables, missingFrom, recoded } from './labels/joinTables';
import type { LabelTable } from './labels/labelTable';
import { whyRepeated } from './split/repeatedPatients';
import type { Parts } from './split/split';

/**
 * Mixes several data sets into one, as the paper does with 3D-IRCADb-01 and SLIVER07. Names of patients, scans and
 * slices are prefixed with their data set (`SLIVER07/liver-orig001`), and {@link splitDataSet} divides each data set
 * separately.
 *
 * Data sets with tables of labels get one table, joined by the names of the labels; one without a table is of the liver
 * alone. Losses and metrics leave out the labels that a data set lacks there: nobody has drawn them.
 *
 * Patients known to be in two of the data sets are kept once, and a note lists the others: volumes 28 to 47 of LiTS,
 * and of the Medical Segmentation Decathlon, which repeats LiTS, are patients 1 to 20 of 3D-IRCADb-01.
 *
 * @throws OptionError for fewer than two data sets, or one that is itself a mix, or regions beside exclusive labels
 * @example
 * ```ts
 * import { mixDataSets, phantomDataSet } from 'msa-unet';
 *
 * const mix = mixDataSets(phantomDataSet({ patients: 3 }), phantomDataSet({ patients: 4, seed: 2 }));
 * console.log(mix.patients.length); // 7
 * ```
 */
export function mixDataSets(...sets: readonly CtDataSet[]): CtDataSet {
  requireUnmixed(sets);
  const named = uniqueNames(sets).map((name, i) => ({ name, set: sets[i]! }));
  const labels = joinTables(
    sets.flatMap(({ patients }) => patients.flatMap(({ scans }) => scans.map((scan) => scan.labels ?? null))),
  );
  const notes: string[] = [];
  const repeated = new Set<string>();
  const patients = named.flatMap(({ name, set }) =>
    set.patients.flatMap((patient): CtPatient[] => {
      const why = whyRepeated(patient, set, sets);
      if (!why) return [prefixed(patient, name, labels)];
      notes.push(`${name}/${patient.id} was left out: ${why}`);
      repeated.add(name);
      return [];
    }),
  );
  const kept = new Set(patients.flatMap(({ scans }) => scans.map((scan) => scan.name)));
  return iterable({
    name: named.map(({ name }) => name).join(' + '),
    patients,
    notes: [
      ...notes,
      ...(labels?.partial ? [partialNote(named, labels)] : []),
      ...named.flatMap(({ name, set }) => set.notes.map((note) => `${name}: ${note}`)),
    ],
    split: mixedSplit(named, kept),
    repeated: [...repeated],
  });
}

/** Throws unless there are two data sets or more, none of which is a mix. */
function requireUnmixed(sets: readonly CtDataSet[]): void {
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

/** Says which labels each data set lacks. */
function partialNote(sets: readonly Named[], labels: LabelTable): string {
  const lacks = sets.flatMap(({ name, set }) => {
    const own = set.patients[0]?.scans[0]?.labels ?? null;
    const missing = missingFrom(own, labels);
    return missing.length > 0 ? [`${name} lacks ${missing.join(', ')}`] : [];
  });
  return `labels that nobody has drawn in a data set are left out there: ${lacks.join('; ')}`;
}

function prefixed({ id, scans }: CtPatient, dataSet: string, labels: LabelTable | null): CtPatient {
  const named = (name: string) => `${dataSet}/${name}`;
  const renamed = (scan: CtScan): CtScan => ({
    ...scan,
    patient: named(scan.patient),
    name: named(scan.name),
    ...(labels ? { labels, undrawn: [...(scan.undrawn ?? []), ...missingFrom(scan.labels ?? null, labels)] } : {}),
    readSlice: async (index) => {
      const slice = await scan.readSlice(index);
      const mask = labels ? recoded(slice.mask, scan.labels ?? null, labels) : slice.mask;
      return { ...slice, mask, patient: named(slice.patient), name: named(slice.name) };
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
