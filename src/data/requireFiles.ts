import { invalidOption, show } from '../utils/errors';
import type { Fix } from '../utils/fix';
import { OptionError } from '../utils/optionError';
import type { CtFile } from './ctFile';

/**
 * Throws unless a reader received a list of at least one file.
 *
 * @throws OptionError for anything else; its fix says how to make such a list
 */
export function requireFiles(owner: string, files: readonly CtFile[]): void {
  const given: unknown = files;
  if (!Array.isArray(given)) throw notAList(owner, given);
  if (given.length === 0) throw invalidOption(owner, 'files', 'at least one file', given);
  const at = given.findIndex((file) => !isFile(file));
  if (at >= 0)
    throw new OptionError({
      ...{ owner, option: `files[${at}]`, expected: 'a file', received: given[at] },
      ...{ shown: describe(given[at]), fix: fixOf(given[at]) },
    });
}

function notAList(owner: string, given: unknown): OptionError {
  const code = isFile(given) ? '[file]' : isList(given) ? '[...files]' : null;
  const fix = code === null ? fixOf(given) : { action: 'give a list', code };
  const parts = { owner, option: 'files', expected: 'a list of files', received: given };
  return new OptionError({ ...parts, shown: describe(given), fix });
}

/** Says how to turn what was passed into a file. */
function fixOf(given: unknown): Fix | readonly Fix[] {
  const inNode = (path: string) => ({ action: 'in Node open it with "msa-unet/node"', code: `await ctFiles(${path})` });
  if (typeof given === 'string') return inNode(show(given));
  if (isBytes(given)) return { action: 'give bytes a name', code: "[ctFile('scan.nii.gz', bytes)]" };
  return [{ action: 'pass the File objects of a browser' }, inNode('path')];
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
