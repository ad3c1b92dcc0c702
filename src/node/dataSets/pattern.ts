import { invalidOption } from '../../utils/errors';
import type { FoundFile } from './diskFile';
import { lastPart } from './filesByFolder';
import { volumeEnding } from './volumeFile';

/** Volume that matches a pattern. */
export interface Match {
  readonly file: FoundFile;
  /** Text matched by the star. */
  readonly key: string;
  /** Path segment with the star, without the ending: `volume-12`. */
  readonly name: string;
}

/**
 * Finds the volumes whose paths end with a pattern: one `*` matches anything within a name, leading folders are
 * optional, and so is the ending: `volume-*`, `imagesTr/*.nii.gz`.
 *
 * @throws RangeError unless the pattern has exactly one star; Error if two volumes have the same name
 */
export function matching(
  files: readonly FoundFile[],
  pattern: string,
  owner: string,
  option: string,
): Map<string, Match> {
  const [before, after, ...more] = pattern.split('*');
  if (after === undefined || more.length > 0) throw invalidOption(owner, option, 'a pattern with one *', pattern);
  const ending = volumeEnding.test(pattern) ? '' : '\\.(?:nii|nii\\.gz|mha|mhd)';
  const path = new RegExp(`(?:^|/)${escaped(before!)}([^/]+?)${escaped(after)}${ending}$`, 'i');
  const [prefix, suffix] = [lastPart(before!), after.split('/')[0]!.replace(volumeEnding, '')];
  const found = new Map<string, Match>();
  for (const file of files) {
    const key = volumeEnding.test(file.name) ? path.exec(file.name)?.[1] : undefined;
    if (key === undefined) continue;
    const other = found.get(key);
    if (other) throw new Error(`${owner}: ${other.file.name} and ${file.name} have the same name; keep one of the two`);
    found.set(key, { file, key, name: `${prefix}${key}${suffix}` });
  }
  return found;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
