import { readStart } from '../../data/ctFile';
import { dicomFormat } from '../../data/formats/dicom/dicomFormat';
import { CallError } from '../../utils/callError';
import { invalidOption } from '../../utils/errors';
import type { FoundFile } from './diskFile';
import { folderOf, lastPart } from './filesByFolder';
import { volumeEndings, volumeStem } from './volumeFile';

/** Volume that matches a pattern. */
export interface Match {
  /** Path of its file or folder. */
  readonly path: string;
  /** The file, or all files in the folder and below. */
  readonly files: readonly FoundFile[];
  /** Text matched by the star. */
  readonly key: string;
  /** Path segment with the star, without the ending: `volume-12`. */
  readonly name: string;
}

/** Ending of files that hold one volume or mask each and those of series, which hold a slice. */
const dicomEnding = '.dcm';

/** Endings of files that can match a pattern. */
export const patternEndings = (): string[] => [...volumeEndings(), dicomEnding];

/**
 * Finds the volumes whose paths end with a pattern: one `*` matches anything within a name, leading folders are
 * optional, and so is the ending: `volume-*`, `imagesTr/*.nii.gz`. A folder of DICOM files
 * that matches is a volume too.
 *
 * @throws OptionError unless the pattern has exactly one star; Error if two volumes have the same name
 */
export async function matching(
  files: readonly FoundFile[],
  pattern: string,
  owner: string,
  option: string,
): Promise<Map<string, Match>> {
  const [before, after, ...more] = pattern.split('*');
  if (after === undefined || more.length > 0) throw invalidOption(owner, option, 'a pattern with one *', pattern);
  const afterStar = after.split('/')[0]!;
  const [prefix, suffix] = [lastPart(before!), stemOf(afterStar) ?? afterStar];
  const found = new Map<string, Match>();
  const add = (path: string, key: string, own: readonly FoundFile[]) => {
    const other = found.get(key);
    if (other) throw new CallError(owner, `${other.path} and ${path} have the same name; keep one of the two`);
    found.set(key, { path, files: own, key, name: `${prefix}${key}${suffix}` });
  };
  const isWhole = stemOf(pattern) !== null;
  const keyOf = keyReader(before!, after, isWhole ? '' : `(?:${patternEndings().map(escaped).join('|')})`);
  for (const file of files) {
    const key = keyOf(file.name);
    if (key !== undefined && stemOf(file.name) !== null) add(file.name, key, [file]);
  }
  const folders = isWhole ? [] : foldersThat(keyReader(before!, after, ''), files);
  for (const [path, { key, own }] of folders) if (!found.has(key) && (await holdsDicom(own))) add(path, key, own);
  return found;
}

/**
 * Makes a function that determines whether the path of a file or folder ends with a pattern; the ending is optional.
 *
 * @throws OptionError unless the pattern has exactly one star
 */
export function patternReader(pattern: string, owner: string, option: string): (path: string) => boolean {
  const [before, after, ...more] = pattern.split('*');
  if (after === undefined || more.length > 0) throw invalidOption(owner, option, 'a pattern with one *', pattern);
  const endings = [...patternEndings(), '.zip'].map(escaped).join('|');
  const keyOf = keyReader(before!, after, stemOf(pattern) === null ? `(?:${endings})?` : '');
  return (path) => keyOf(path) !== undefined;
}

const stemOf = (path: string): string | null =>
  path.toLowerCase().endsWith(dicomEnding) ? path.slice(0, -dicomEnding.length) : volumeStem(path);

/** Makes a function that returns what the star matches; `undefined` for other paths. */
function keyReader(before: string, after: string, ending: string): (path: string) => string | undefined {
  const path = new RegExp(`(?:^|/)${escaped(before)}([^/]+?)${escaped(after)}${ending}$`, 'i');
  return (text) => path.exec(text)?.[1];
}

/** The folders that match, each with all files in it and below. */
function foldersThat(keyOf: (path: string) => string | undefined, files: readonly FoundFile[]) {
  const folders = new Map<string, { readonly key: string; readonly own: FoundFile[] }>();
  for (const file of files)
    for (let path = folderOf(file.name); path !== ''; path = folderOf(path)) {
      const key = folders.get(path)?.key ?? keyOf(path);
      if (key === undefined) continue;
      const folder = folders.get(path) ?? { key, own: [] };
      folder.own.push(file);
      folders.set(path, folder);
    }
  return folders;
}

/** Files that are looked at: reports and pictures may come before the slices. */
const mostTried = 20;

async function holdsDicom(files: readonly FoundFile[]): Promise<boolean> {
  for (const file of files.slice(0, mostTried)) if (dicomFormat.recognises(await readStart(file, 1024))) return true;
  return false;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
