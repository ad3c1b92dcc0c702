import { alternatives } from '../../utils/alternatives';
import type { Fix } from '../../utils/fix';
import { OptionError } from '../../utils/optionError';
import type { FoundFile } from './diskFile';
import { filesByFolder, folderOf } from './filesByFolder';
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
  const places = placesOf(others);
  const what = isGiven
    ? `\`${option}\` '${pattern}' fits`
    : `\`${option}\` is missing, and the usual '${pattern}' fits`;
  const there =
    places.length > 0
      ? `it has ${listed(places)}`
      : `it holds no other volume, that is, no ${alternatives(patternEndings())} file`;
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

/** Names that DICOM files go by. */
const dicomName = /(\.(dcm|ima)|(^|\/)[^./]+)$/i;

/** What a pattern could fit: volumes, single DICOM files, and folders of several. */
function placesOf(files: readonly FoundFile[]): string[] {
  const isSlice = ({ name }: FoundFile) => volumeStem(name) === null && dicomName.test(name);
  const slices = filesByFolder(files.filter(isSlice));
  const places = files.flatMap((file) => {
    if (volumeStem(file.name) !== null) return [file.name];
    if (!isSlice(file)) return [];
    const folder = folderOf(file.name);
    return folder !== '' && slices.get(folder)!.length > 1 ? [folder] : [file.name];
  });
  return [...new Set(places)];
}

function listed(places: readonly string[]): string {
  const names = places.slice(0, shown);
  const more = places.length - names.length;
  return more === 0 ? names.join(' and ') : `${names.join(', ')} and ${more} more`;
}
