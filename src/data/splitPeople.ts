import { contentHash } from './contentHash';
import type { CtDataSet, CtPatient, CtScan, SliceRef } from './dataSet';
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

/** Divides each data set of a mix by itself, so that no person is in two parts. */
export async function splitPeople(
  dataSet: CtDataSet,
  { seed, samePatient, ownSplit }: SplitPeopleOptions,
): Promise<Division> {
  const { patients } = dataSet;
  const copies = await equalScans(patients);
  const ids = patients.map(({ id }) => id);
  const personOf = groupPatients(ids, [...samePatient, ...copies.map(([a, b]) => [a.patient, b.patient])]);
  const named = new Map(partNames.flatMap((part) => dataSet.split?.[part].map((scan) => [scan, part] as const) ?? []));
  const partOf = new Map<string, Part>(); // of people
  const rules: string[] = [];
  const warnings = copies.map(([a, b]) => `${a.name} and ${b.name} hold the same slices: taken as one patient`);

  const chosen: (readonly [CtScan, Part])[] = [];
  for (const [name, own] of bySet(patients)) {
    const scans = scansOf(own);
    const person = (scan: CtScan) => personOf.get(scan.patient)!;
    const says = ownSplit && scans.some((scan) => named.has(scan.name));
    rules.push(`${name}: ${says ? 'as the data set says' : '8 : 1 : 1 by patient'}`);
    if (!says) placeNew([...new Set(scans.map(person))], { partOf, seed, name });
    for (const scan of scans) {
      const part = says ? named.get(scan.name) : partOf.get(person(scan));
      const other = partOf.get(person(scan)) ?? part;
      if (part && other !== part) warnings.push(`${scan.name} is in ${part}, but its patient is in ${other} too`);
      if (!part) continue;
      partOf.set(person(scan), part);
      chosen.push([scan, part]);
    }
  }
  const refs = (part: Part) => slicesOf(chosen.filter(([, own]) => own === part).map(([scan]) => scan));
  return { parts: { train: refs('train'), val: refs('val'), test: refs('test') }, rule: rules.join('; '), warnings };
}

/** Divides the people of one data set who are in no part yet. */
function placeNew(people: string[], { partOf, seed, name }: { partOf: Map<string, Part>; seed: number; name: string }) {
  const fresh = people.filter((person) => !partOf.has(person)).sort();
  if (fresh.length === 0) return;
  if (fresh.length < 3) throw tooFew(name, `${fresh.length} patient${fresh.length === 1 ? '' : 's'}`);
  const parts = divide(fresh, seed);
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
    `splitDataSet: ${name} has ${received}; at least 3 are needed, one for each part. Add data, or divide by slice: by: 'slice'`,
  );
}

/** Pairs of scans of different patients that hold the same; only scans of equally many slices are read. */
async function equalScans(patients: readonly CtPatient[]): Promise<[CtScan, CtScan][]> {
  const byDepth = new Map<number, CtScan[]>();
  for (const scan of scansOf(patients)) byDepth.set(scan.depth, [...(byDepth.get(scan.depth) ?? []), scan]);
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
