import { show } from '../../utils/errors';
import { groupPatients, type Parts, partNames } from './split';

/** Contents of a `splits.json`. */
export interface FolderSplit {
  /** Folders of each part. `null` if the file lists none. */
  readonly parts: Parts<string[]> | null;
  /** The patient of every folder. */
  readonly patientOf: ReadonlyMap<string, string>;
  /** Names in the lists without such a folder, for users. */
  readonly notes: readonly string[];
}

/**
 * Interprets a `splits.json`: `train`, `val` and `test` list folders, `same_patient` lists groups of folders of one
 * person. Other keys and unlisted folders are ignored. Listed folders that do not exist are left out, with a note; a
 * part without a list is empty, which only a split notices.
 *
 * @param json the parsed file, `{}` if there is none
 * @param folders all folders of the data set
 * @throws TypeError if a list is not a list of strings
 * @throws RangeError for a patient in two parts
 */
export function folderSplit(json: unknown, folders: readonly string[]): FolderSplit {
  if (typeof json !== 'object' || json === null)
    throw new TypeError(`splits.json: expected an object; received ${show(json)}`);
  const file = new Map<string, unknown>(Object.entries(json));
  const samePatient = file.has('same_patient') ? listOf(nameList, 'same_patient', file.get('same_patient')) : [];
  const patientOf = groupPatients(folders, samePatient);
  if (!partNames.some((part) => file.has(part))) return { parts: null, patientOf, notes: [] };

  const all = (part: string) => (file.has(part) ? nameList(part, file.get(part)) : []);
  const read = (part: string) => all(part).filter((name) => folders.includes(name));
  const parts = { train: read('train'), val: read('val'), test: read('test') };
  requireApart(parts, patientOf);
  const notes = partNames.flatMap((part) => absentNote(part, all(part), folders) ?? []);
  return { parts, patientOf, notes };
}

function absentNote(part: string, names: readonly string[], folders: readonly string[]): string | null {
  const [first, ...others] = names.filter((name) => !folders.includes(name));
  if (first === undefined) return null;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `splits.json: \`${part}\` names "${first}"${more}, but there is no such folder in images`;
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
