import { invalidOption } from '../../utils/errors';
import type { FoundFile } from './diskFile';
import { lastPart } from './filesByFolder';
import { volumeEnding } from './volumeFile';

/** A volume that a pattern fits. */
export interface Match {
  readonly file: FoundFile;
  /** What stands for the star. */
  readonly key: string;
  /** The part of the path with the star in it, without the ending: `volume-12`. */
  readonly name: string;
}

/**
 * The volumes whose paths end like a pattern: one `*` stands for anything within a name, folders may come before, and the
 * ending may be missing: `volume-*`, `imagesTr/*.nii.gz`.
 *
 * @throws RangeError if there is not one star; Error if two volumes have the same name
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
