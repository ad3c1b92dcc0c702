import { show } from '../../utils/errors';
import { groupPatients, type Parts, partNames } from './split';

/** What a `splits.json` settles. */
export interface FolderSplit {
  /** Folders of each part, or `null` where the file does not say. */
  readonly parts: Parts<string[]> | null;
  /** The patient of every folder. */
  readonly patientOf: ReadonlyMap<string, string>;
}

/**
 * Reads the content of a `splits.json`: `train`, `val` and `test` list folders, `same_patient` lists groups of folders
 * of one person. Other keys are ignored, and so are folders that no list names.
 *
 * @param json the parsed file, `{}` where there is none
 * @param folders all folders of the data set
 * @throws TypeError if a list is no list of strings
 * @throws RangeError for an unknown folder, an empty or missing list, or a patient in two parts
 */
export function folderSplit(json: unknown, folders: readonly string[]): FolderSplit {
  if (typeof json !== 'object' || json === null)
    throw new TypeError(`splits.json: an object is needed; received ${show(json)}`);
  const file = new Map<string, unknown>(Object.entries(json));
  const samePatient = file.has('same_patient') ? listOf(nameList, 'same_patient', file.get('same_patient')) : [];
  const patientOf = groupPatients(folders, samePatient);
  if (!partNames.some((part) => file.has(part))) return { parts: null, patientOf };

  const read = (part: string) => partFolders(part, file.get(part), folders);
  const parts = { train: read('train'), val: read('val'), test: read('test') };
  requireApart(parts, patientOf);
  return { parts, patientOf };
}

function partFolders(part: string, value: unknown, folders: readonly string[]): string[] {
  if (value === undefined)
    throw new RangeError(`splits.json: \`${part}\` is missing; give train, val and test, or none`);
  const names = nameList(part, value);
  if (names.length === 0) throw new RangeError(`splits.json: \`${part}\` is empty`);
  const unknown = names.find((name) => !folders.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`splits.json: \`${part}\` names "${unknown}", but there is no such folder in images`);
  return names;
}

function requireApart(parts: Parts<string[]>, patientOf: ReadonlyMap<string, string>): void {
  const partOf = new Map<string, string>();
  for (const part of partNames)
    for (const folder of parts[part]) {
      const patient = patientOf.get(folder)!;
      const other = partOf.get(patient) ?? part;
      if (other !== part)
        throw new RangeError(`splits.json: the patient of "${folder}" is in \`${other}\` and in \`${part}\``);
      partOf.set(patient, part);
    }
}

const nameList = (key: string, value: unknown) => listOf(oneName, key, value);

function oneName(key: string, value: unknown): string {
  if (typeof value !== 'string')
    throw new TypeError(`splits.json: \`${key}\` must list folder names; received ${show(value)}`);
  return value;
}

function listOf<T>(read: (key: string, item: unknown) => T, key: string, value: unknown): T[] {
  if (!Array.isArray(value)) throw new TypeError(`splits.json: \`${key}\` must be a list; received ${show(value)}`);
  return value.map((item: unknown) => read(key, item));
}
