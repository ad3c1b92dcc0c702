import { alternatives } from '../../utils/alternatives';
import type { Fix } from '../../utils/fix';
import { OptionError } from '../../utils/optionError';
import type { FoundFile } from './diskFile';
import { patternEndings } from './pattern';
import type { Sources } from './sources';
import { volumeStem } from './volumeFile';

/** Most names of files in a message. */
const shown = 2;

/** A pattern of one side of the pairs. */
export interface SidePattern {
  readonly option: 'image' | 'mask';
  readonly pattern: string;
  /** Whether the caller passed it; otherwise it is the usual one. */
  readonly isGiven: boolean;
}

/** Error for a pattern that fits no file. `others`: the files that the other pattern does not fit. */
export function fitsNone(sources: Sources, side: SidePattern, others: readonly FoundFile[]): OptionError {
  const { owner, directory } = sources;
  const { option, pattern, isGiven } = side;
  const volumes = others.filter(({ name }) => volumeStem(name) !== null);
  const what = isGiven
    ? `\`${option}\` '${pattern}' fits`
    : `\`${option}\` is missing, and the usual '${pattern}' fits`;
  const there =
    volumes.length > 0 ? `it has ${listed(volumes)}` : `it has no other ${alternatives(patternEndings())} file`;
  return new OptionError({
    ...{ owner, option, expected: 'a pattern that fits volumes', received: pattern },
    problem: `${what} no file in ${directory}; ${there}`,
    fix: sameText,
  });
}

/** Error for patterns whose stars never stand for the same text. */
export function nothingShared(
  owner: string,
  image: SidePattern & { readonly key: string },
  mask: SidePattern & { readonly key: string },
): OptionError {
  return new OptionError({
    ...{ owner, option: 'mask', expected: 'a pattern that pairs masks with scans', received: mask.pattern },
    problem: `no scan of \`image\` '${image.pattern}' has a mask of \`mask\` '${mask.pattern}': * stands for '${image.key}' in the one, and for '${mask.key}' in the other`,
    fix: sameText,
  });
}

const sameText: Fix = { action: 'pass both `image` and `mask`, and let * stand for the same text in both' };

function listed(files: readonly FoundFile[]): string {
  const names = files.slice(0, shown).map(({ name }) => name);
  const more = files.length - names.length;
  return more === 0 ? names.join(' and ') : `${names.join(', ')} and ${more} more`;
}
