import { counted } from '../../utils/counted';
import type { Fix } from '../../utils/fix';
import { OptionError } from '../../utils/optionError';
import type { CtDataSet, CtPatient, CtScan, SliceRef } from '../dataSet';
import { byPatient, divideStrata, notStratified, type Strata, strataOf } from './divideStrata';
import { type EqualScans, equalScans } from './equalScans';
import { divide, groupPatients, type Parts, partNames } from './split';

/** A divided data set. */
export interface Division {
  readonly parts: Parts<SliceRef[]>;
  /** Describes how the data set was divided. */
  readonly rule: string;
  readonly warnings: readonly string[];
}

/** Options of {@link splitPeople}. */
export interface SplitPeopleOptions {
  /** Seed of the shuffle. */
  seed: number;
  /** Groups of patients that are one person. */
  samePatient: readonly (readonly string[])[];
  /** Whether to use the data set's own split. */
  ownSplit: boolean;
  /** Label with and without which people are split separately. `null`: none. */
  stratify: string | null;
}

type Part = keyof Parts<unknown>;

/**
 * Splits each data set of a mix separately, beginning with those that define their own split, such that no person is in
 * two parts.
 *
 * @throws OptionError if own splits put a person into two parts or lack a part, or a data set has fewer than 3 people
 */
export async function splitPeople(
  dataSet: CtDataSet,
  { seed, samePatient, ownSplit, stratify }: SplitPeopleOptions,
): Promise<Division> {
  const { patients, split } = dataSet;
  const scans = scansOf(patients);
  const copies = await equalScans(scans);
  const sameScan = copies.map((equal) => equal.scans.map(({ patient }) => patient));
  const personOf = groupPatients(
    patients.map(({ id }) => id),
    [...samePatient, ...sameScan],
  );
  const warnings = copies.map(({ text }) => text);
  const partOfScan = new Map<CtScan, Part>(ownSplit && split ? listed(scans, split) : []);
  const partOfPerson = partsOfPeople(partOfScan, personOf);
  const strata = stratify === null ? null : strataOf(stratify, scans, personOf);

  const sets = [...bySet(patients)].map(([name, own]) => {
    const people = [...new Set(own.map(({ id }) => personOf.get(id)!))];
    return { name, own, people, isSmall: people.length < 3, says: scansOf(own).some((scan) => partOfScan.has(scan)) };
  });
  const rules = new Map(sets.map(({ name }) => [name, 'as given by the data set']));
  const largeFirst = [...sets].sort((a, b) => Number(a.isSmall) - Number(b.isSmall));
  for (const { name, own, people } of largeFirst.filter(({ says }) => !says)) {
    const repeats = dataSet.repeated?.includes(name) ?? false;
    const isOwn = ({ patient }: CtScan) => own.some(({ id }) => id === patient);
    const equal = copies.filter((one) => one.scans.every(isOwn));
    const placed = await placeNew(people, { partOf: partOfPerson, seed, name, repeats, equal, strata });
    rules.set(name, placed.rule);
    warnings.push(...placed.warnings);
    for (const scan of scansOf(own)) partOfScan.set(scan, partOfPerson.get(personOf.get(scan.patient)!)!);
  }
  if (stratify !== null) warnings.push(...notStratified(rules, stratify));
  const rule = [...rules].map((nameAndRule) => nameAndRule.join(': ')).join('; ');
  const refs = (part: Part) => slicesOf(scans.filter((scan) => partOfScan.get(scan) === part));
  const parts = { train: refs('train'), val: refs('val'), test: refs('test') };
  if (ownSplit && split) requireWhole(parts);
  return { parts, rule, warnings };
}

/** Throws OptionError if the data set's own split leaves a part empty. */
function requireWhole(parts: Parts<readonly SliceRef[]>): void {
  const empty = partNames.filter((part) => parts[part].length === 0);
  if (empty.length === 0) return;
  throw new OptionError({
    owner: 'splitDataSet',
    option: 'dataSet',
    expected: 'a data set whose own split has scans in `train`, `val` and `test`',
    received: empty,
    problem: `the own split of the data set has no scan in ${empty.map((part) => `\`${part}\``).join(' and ')}`,
    fix: [{ action: 'complete its lists' }, { option: 'ownSplit', value: false }],
  });
}

/** Determines the part of every person who has a scan in one. */
function partsOfPeople(partOfScan: Map<CtScan, Part>, personOf: Map<string, string>): Map<string, Part> {
  const first = new Map<string, { scan: CtScan; part: Part }>();
  for (const [scan, part] of partOfScan) {
    const person = personOf.get(scan.patient)!;
    const other = first.get(person) ?? { scan, part };
    first.set(person, other);
    if (other.part !== part)
      throw new OptionError({
        owner: 'splitDataSet',
        option: 'dataSet',
        expected: 'a data set whose own parts share no patient',
        received: [other.scan.name, scan.name],
        problem: `${other.scan.name} is in ${other.part} and ${scan.name} in ${part}, but they are of one patient`,
        fix: [{ action: 'correct the lists of the data set' }, { option: 'ownSplit', value: false }],
      });
  }
  return new Map([...first].map(([person, { part }]) => [person, part]));
}

/** Lists the scans that a split assigns by name. */
function listed(scans: readonly CtScan[], split: Parts<readonly string[]>): [CtScan, Part][] {
  const partOf = new Map(partNames.flatMap((part) => split[part].map((name) => [name, part] as const)));
  return scans.flatMap((scan): [CtScan, Part][] => {
    const part = partOf.get(scan.name);
    return part ? [[scan, part]] : [];
  });
}

/** How {@link placeNew} places people. */
interface PlaceOptions {
  /** Of everyone who has one; takes in those who get one. */
  readonly partOf: Map<string, Part>;
  /** Of the shuffle. */
  readonly seed: number;
  /** Name of the data set. */
  readonly name: string;
  /** Whether patients of the data set are left out, as another one has them. */
  readonly repeats: boolean;
  /** Its patients that count as one. */
  readonly equal: readonly EqualScans[];
  /** Who is split separately. `null`: nobody. */
  readonly strata: Strata | null;
}

/** How people were placed, and what the user should know about it. */
type Placed = Pick<Division, 'rule' | 'warnings'>;

/** Splits the people of one data set who are in no part yet; fewer than 3 of them all go to training. */
async function placeNew(
  people: readonly string[],
  { partOf, seed, name, repeats, equal, strata }: PlaceOptions,
): Promise<Placed> {
  const fresh = people.filter((person) => !partOf.has(person)).sort();
  const isAlone = fresh.length === people.length && !repeats;
  if (isAlone && people.length < 3)
    throw tooFew(name, counted(people.length, 'patient'), { why: equal.map(({ text }) => text), fix: bySlice });
  const place = (parts: Parts<string[]>, rule: string, warnings: readonly string[] = []) => {
    for (const part of partNames) for (const person of parts[part]) partOf.set(person, part);
    return { rule, warnings };
  };
  if (fresh.length < 3) {
    const rest = fresh.length === 0 ? '' : ', the rest to train';
    return place({ train: fresh, val: [], test: [] }, `shared patients as in the other data sets${rest}`);
  }
  if (!strata) return place(divide(fresh, seed), byPatient);
  const { parts, warnings } = await divideStrata(fresh, strata, { seed, name });
  return place(parts, `${byPatient}, those with ${strata.label} separately`, warnings);
}

/** Groups patients by data set. */
export function bySet(patients: readonly CtPatient[]): Map<string, CtPatient[]> {
  const sets = new Map<string, CtPatient[]>();
  for (const patient of patients) sets.set(patient.dataSet, [...(sets.get(patient.dataSet) ?? []), patient]);
  return sets;
}

/** Lists all scans of the patients, in their order. */
export const scansOf = (patients: readonly CtPatient[]): CtScan[] => patients.flatMap(({ scans }) => scans);

/** Lists all slices of the scans, in their order. */
export const slicesOf = (scans: readonly CtScan[]): SliceRef[] =>
  scans.flatMap((scan) => Array.from({ length: scan.depth }, (_, index) => ({ scan, index })));

/** Why there are too few, and a fix besides adding patients. */
interface Scarcity {
  readonly why: readonly string[];
  readonly fix: Fix;
}

const bySlice: Fix = { option: 'by', value: 'slice', when: 'to try things out: the scores are then too high' };

/** Makes the error for a data set with too few patients. */
export function tooFew(name: string, received: string, scarcity?: Scarcity): OptionError {
  const { why = [], fix } = scarcity ?? {};
  return new OptionError({
    owner: 'splitDataSet',
    option: 'dataSet',
    expected: 'at least 3 patients',
    received,
    problem: [`${name} has ${received}; at least 3 are needed, one for each part`, ...why].join('. '),
    fix: [{ action: 'add patients' }, ...(fix ? [fix] : [])],
  });
}
