import { invalidOption } from '../../utils/errors';

/** Names of two labels that are mirror images of each other. */
export type MirroredPair = readonly [string, string];

/**
 * Returns the pairs of labels that are mirror images of each other: those given, else those whose names differ only in
 * left and right.
 *
 * @throws OptionError if a pair does not hold two names of labels, or a name is in two pairs
 */
export function mirroredPairs(
  names: readonly string[],
  given: readonly MirroredPair[] | null,
): readonly MirroredPair[] {
  const pairs = given ?? guessed(names);
  const isPair = (pair: MirroredPair) =>
    Array.isArray(pair) && pair.length === 2 && pair.every((name) => names.includes(name));
  const all = pairs.flat();
  if (!pairs.every(isPair) || new Set(all).size !== all.length)
    throw invalidOption('labelTable', 'mirrored', `pairs of ${names.join(', ')}, each in one pair`, given);
  return pairs.map((pair) => Object.freeze([...pair] as const));
}

function guessed(names: readonly string[]): MirroredPair[] {
  return names.flatMap((name, i): MirroredPair[] => {
    const partner = names.findIndex((other) => other !== name && other.toLowerCase() === mirror(name.toLowerCase()));
    return partner > i ? [[name, names[partner]!]] : [];
  });
}

const opposite: Readonly<Record<string, string>> = { left: 'right', right: 'left', l: 'r', r: 'l' };

/** Swaps the words left and right, or the letters l and r that stand alone. */
const mirror = (name: string) => name.replaceAll(/(?<![a-z])(?:left|right|l|r)(?![a-z])/g, (word) => opposite[word]!);
