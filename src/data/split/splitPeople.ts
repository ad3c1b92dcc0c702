import { contentHash } from '../contentHash';
import type { CtDataSet, CtPatient, CtScan, SliceRef } from '../dataSet';
import { divide, groupPatients, type Parts, partNames } from './split';

/** A divided data set. */
export interface Division {
  readonly parts: Parts<SliceRef[]>;
  /** In words, how it was divided. */
  readonly rule: string;
  readonly warnings: readonly string[];
}

/** What {@link splitPeople} needs to know. */
export interface SplitPeopleOptions {
  /** Seed of the shuffle. */
  seed: number;
  /** Groups of patients that are one person. */
  samePatient: readonly (readonly string[])[];
  /** Whether the data set's own parts are taken. */
  ownSplit: boolean;
}

type Part = keyof Parts<unknown>;

/**
 * Divides each data set of a mix by itself, those first that say how, so that no person is in two parts.
 *
 * @throws RangeError if data sets say that a person is in two parts, or have fewer than 3 people
 */
export async function splitPeople(
  dataSet: CtDataSet,
  { seed, samePatient, ownSplit }: SplitPeopleOptions,
): Promise<Division> {
  const { patients, split } = dataSet;
  const scans = scansOf(patients);
  const copies = await equalScans(scans);
  const sameScan = copies.map(([a, b]) => [a.patient, b.patient]);
  const personOf = groupPatients(
    patients.map(({ id }) => id),
    [...samePatient, ...sameScan],
  );
  const warnings = copies.map(([a, b]) => `${a.name} and ${b.name} hold the same slices: taken as one patient`);
  const partOfScan = new Map<CtScan, Part>(ownSplit && split ? listed(scans, split) : []);
  const partOfPerson = partsOfPeople(partOfScan, personOf);

  const rules: string[] = [];
  for (const [name, own] of bySet(patients)) {
    const says = scansOf(own).some((scan) => partOfScan.has(scan));
    rules.push(`${name}: ${says ? 'as the data set says' : '8 : 1 : 1 by patient'}`);
    if (says) continue;
    const people = own.map(({ id }) => personOf.get(id)!);
    placeNew([...new Set(people)], { partOf: partOfPerson, seed, name });
    for (const scan of scansOf(own)) partOfScan.set(scan, partOfPerson.get(personOf.get(scan.patient)!)!);
  }
  const refs = (part: Part) => slicesOf(scans.filter((scan) => partOfScan.get(scan) === part));
  return { parts: { train: refs('train'), val: refs('val'), test: refs('test') }, rule: rules.join('; '), warnings };
}

/** The part of everyone who has a scan in one. */
function partsOfPeople(partOfScan: Map<CtScan, Part>, personOf: Map<string, string>): Map<string, Part> {
  const first = new Map<string, { scan: CtScan; part: Part }>();
  for (const [scan, part] of partOfScan) {
    const person = personOf.get(scan.patient)!;
    const other = first.get(person) ?? { scan, part };
    first.set(person, other);
    if (other.part !== part)
      throw new RangeError(
        `splitDataSet: ${other.scan.name} is in ${other.part} and ${scan.name} in ${part}, but they are of one patient; ` +
          'mend the lists of the data set, or have it divided anew: ownSplit: false',
      );
  }
  return new Map([...first].map(([person, { part }]) => [person, part]));
}

/** The scans that are in a part by their names. */
function listed(scans: readonly CtScan[], split: Parts<readonly string[]>): [CtScan, Part][] {
  const partOf = new Map(partNames.flatMap((part) => split[part].map((name) => [name, part] as const)));
  return scans.flatMap((scan): [CtScan, Part][] => {
    const part = partOf.get(scan.name);
    return part ? [[scan, part]] : [];
  });
}

/** Divides the people of one data set who are in no part yet; of fewer than 3 left over, all are to learn from. */
function placeNew(people: string[], { partOf, seed, name }: { partOf: Map<string, Part>; seed: number; name: string }) {
  const fresh = people.filter((person) => !partOf.has(person)).sort();
  if (people.length < 3) throw tooFew(name, `${people.length} patient${people.length === 1 ? '' : 's'}`);
  const parts = fresh.length < 3 ? { train: fresh, val: [], test: [] } : divide(fresh, seed);
  for (const part of partNames) for (const person of parts[part]) partOf.set(person, part);
}

/** The patients of each data set of a mix. */
export function bySet(patients: readonly CtPatient[]): Map<string, CtPatient[]> {
  const sets = new Map<string, CtPatient[]>();
  for (const patient of patients) sets.set(patient.dataSet, [...(sets.get(patient.dataSet) ?? []), patient]);
  return sets;
}

/** All scans of the patients, in their order. */
export const scansOf = (patients: readonly CtPatient[]): CtScan[] => patients.flatMap(({ scans }) => scans);

/** All slices of the scans, in their order. */
export const slicesOf = (scans: readonly CtScan[]): SliceRef[] =>
  scans.flatMap((scan) => Array.from({ length: scan.depth }, (_, index) => ({ scan, index })));

/** The error for a data set that cannot be divided. */
export function tooFew(name: string, received: string): RangeError {
  return new RangeError(
    `splitDataSet: ${name} has ${received}; at least 3 are needed, one for each part. Add patients`,
  );
}

/** Pairs of scans of different patients that hold the same; only scans of equally many slices are read. */
async function equalScans(all: readonly CtScan[]): Promise<[CtScan, CtScan][]> {
  const byDepth = new Map<number, CtScan[]>();
  for (const scan of all) byDepth.set(scan.depth, [...(byDepth.get(scan.depth) ?? []), scan]);
  const pairs: [CtScan, CtScan][] = [];
  for (const scans of byDepth.values()) {
    if (new Set(scans.map(({ patient }) => patient)).size < 2) continue;
    const first = new Map<string, CtScan>();
    for (const scan of scans) {
      const hash = await contentHash(scan);
      if (hash === null) continue;
      const other = first.get(hash) ?? scan;
      first.set(hash, other);
      if (other.patient !== scan.patient) pairs.push([other, scan]);
    }
  }
  return pairs;
}
