import { counted } from '../../utils/counted';
import { deriveSeed, Random } from '../../utils/random';
import type { CtScan } from '../dataSet';
import { hasLabel } from './hasLabel';
import { divide, type Parts, partNames } from './split';

/** How people are split if nothing says otherwise. */
export const byPatient = '8 : 1 : 1 by patient';

/** The label by which people are divided. */
export interface Strata {
  readonly label: string;
  /** Whether anything of a person has it. */
  has(person: string): Promise<boolean>;
}

/** Finds who has a label in any of their scans. */
export const strataOf = (label: string, scans: readonly CtScan[], personOf: ReadonlyMap<string, string>): Strata => ({
  label,
  has: async (person) => {
    for (const scan of scans) if (personOf.get(scan.patient) === person && (await hasLabel(scan, label))) return true;
    return false;
  },
});

/** People in parts, with what the user should know about it. */
interface DividedStrata {
  readonly parts: Parts<string[]>;
  readonly warnings: readonly string[];
}

/**
 * Splits people with a label and those without it 8 : 1 : 1 each. Of two with it, one goes to `train` and one to `test`,
 * and a single one goes to `train`. If all have it or none has, they are split as if there were no label.
 *
 * @param people at least 3
 * @param name name of their data set, for warnings
 */
export async function divideStrata(
  people: readonly string[],
  { label, has }: Strata,
  { seed, name }: { seed: number; name: string },
): Promise<DividedStrata> {
  const flags: boolean[] = [];
  for (const person of people) flags.push(await has(person));
  const [carriers, others] = [true, false].map((flag) => people.filter((_, i) => flags[i] === flag)) as [
    string[],
    string[],
  ];
  if (carriers.length === 0 || others.length === 0) {
    const who = others.length === 0 ? 'every patient has' : 'no patient has';
    return {
      parts: divide(people, seed),
      warnings: [`${name}: ${who} ${label}; its patients are split as one group`],
    };
  }
  const parts = joined(carriers, others, seed);
  const without = partNames.filter((part) => !parts[part].some((person) => carriers.includes(person)));
  const few = `${name}: only ${counted(carriers.length, 'patient')} with ${label}, none of them in ${without.join(' and ')}`;
  return { parts, warnings: without.length === 0 ? [] : [few] };
}

/** Splits both groups; if neither fills all parts, the people take turns: one for each part, the rest to training. */
function joined(carriers: readonly string[], others: readonly string[], seed: number): Parts<string[]> {
  if (carriers.length < 3 && others.length < 3) {
    const shuffled = [carriers, others].flatMap((group) => shuffle(group, seed));
    const [first, test, val, ...rest] = shuffled as [string, string, string, ...string[]];
    return { train: [first, ...rest], val: [val], test: [test] };
  }
  const [a, b] = [carriers, others].map((group) => (group.length < 3 ? few(group, seed) : divide(group, seed)));
  return { train: [...a!.train, ...b!.train], val: [...a!.val, ...b!.val], test: [...a!.test, ...b!.test] };
}

function few(group: readonly string[], seed: number): Parts<string[]> {
  const [first, ...rest] = shuffle(group, seed);
  return { train: [first!], val: [], test: rest };
}

const shuffle = (group: readonly string[], seed: number) => new Random(deriveSeed(seed, 'split')).shuffle(group);

/** Warns of data sets whose people were not divided by the label. */
export const notStratified = (rules: ReadonlyMap<string, string>, label: string): string[] =>
  [...rules].flatMap(([name, rule]) =>
    rule.startsWith(byPatient) ? [] : [`${name}: split ${rule}, so patients with ${label} are not divided separately`],
  );
