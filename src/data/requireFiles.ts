import { invalidOption, show } from '../utils/errors';
import type { CtFile } from './ctFile';

/**
 * Throws unless a reader received a list of at least one file.
 *
 * @throws TypeError for anything else; the message says how to make such a list
 * @throws RangeError for an empty list
 */
export function requireFiles(owner: string, files: readonly CtFile[]): void {
  const given: unknown = files;
  if (!Array.isArray(given)) throw notAList(owner, given);
  if (given.length === 0) throw invalidOption(owner, 'files', 'at least one file', given);
  const at = given.findIndex((file) => !isFile(file));
  if (at >= 0)
    throw new TypeError(
      `${owner}: \`files[${at}]\` must be a file; received ${describe(given[at])}${fixOf(given[at])}`,
    );
}

function notAList(owner: string, given: unknown): TypeError {
  const fix = isFile(given) ? '. Give [file]' : isList(given) ? '. Give [...files]' : fixOf(given);
  return new TypeError(`${owner}: \`files\` must be a list of files; received ${describe(given)}${fix}`);
}

/** Says how to turn what was passed into a file. */
function fixOf(given: unknown): string {
  if (typeof given === 'string') return `. In Node give await ctFiles(${show(given)}) of "msa-unet/node"`;
  if (isBytes(given)) return ". Give bytes a name: [ctFile('scan.nii.gz', bytes)]";
  return '. Give the File objects of a browser, [ctFile(name, bytes)], or in Node await ctFiles(path) of "msa-unet/node"';
}

function describe(given: unknown): string {
  if (isBytes(given)) return `${given.constructor.name} of ${given.byteLength} bytes`;
  if (isFile(given)) return `the one file ${given.name}`;
  if (typeof given === 'object' && given !== null) return `an object of class ${given.constructor?.name ?? 'none'}`;
  return show(given);
}

function isFile(given: unknown): given is CtFile {
  const { name, arrayBuffer } = Object(given) as Partial<CtFile>;
  return typeof name === 'string' && typeof arrayBuffer === 'function';
}

function isBytes(given: unknown): given is ArrayBuffer | ArrayBufferView {
  return given instanceof ArrayBuffer || ArrayBuffer.isView(given);
}

/** Returns whether the value is iterable but not an array: a browser's FileList, a Set. */
function isList(given: unknown): boolean {
  return typeof given === 'object' && given !== null && Symbol.iterator in given && !isBytes(given);
}
