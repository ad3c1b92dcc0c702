import { invalidOption } from '../../utils/errors';
import type { FoundFile } from './diskFile';
import { lastPart } from './filesByFolder';
import { volumeEndings, volumeStem } from './volumeFile';

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
 * @throws OptionError unless the pattern has exactly one star; Error if two volumes have the same name
 */
export function matching(
  files: readonly FoundFile[],
  pattern: string,
  owner: string,
  option: string,
): Map<string, Match> {
  const [before, after, ...more] = pattern.split('*');
  if (after === undefined || more.length > 0) throw invalidOption(owner, option, 'a pattern with one *', pattern);
  const ending = volumeStem(pattern) === null ? `(?:${volumeEndings().map(escaped).join('|')})` : '';
  const path = new RegExp(`(?:^|/)${escaped(before!)}([^/]+?)${escaped(after)}${ending}$`, 'i');
  const afterStar = after.split('/')[0]!;
  const [prefix, suffix] = [lastPart(before!), volumeStem(afterStar) ?? afterStar];
  const found = new Map<string, Match>();
  for (const file of files) {
    const key = path.exec(file.name)?.[1];
    if (key === undefined || volumeStem(file.name) === null) continue;
    const other = found.get(key);
    if (other) throw new Error(`${owner}: ${other.file.name} and ${file.name} have the same name; keep one of the two`);
    found.set(key, { file, key, name: `${prefix}${key}${suffix}` });
  }
  return found;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
