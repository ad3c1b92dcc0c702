import { show } from '../../utils/errors';
import type { CtFile } from '../ctFile';
import { CtFileError } from '../ctFileError';

/**
 * Finds the data file that a header names: in the header's folder or below, or by its name without folders.
 *
 * @throws CtFileError if the name points outside the header's folder, or no file has it
 */
export function findDataFile(header: string, name: string, files: readonly CtFile[]): CtFile {
  const path = segmentsOf(name);
  if (/^([/\\]|[A-Za-z]:)/.test(name) || path.includes('..'))
    throw new CtFileError(header, `the data file ${show(name)} lies outside the header's folder, so it is not opened`);
  const wanted = [...segmentsOf(header).slice(0, -1), ...path].join('/');
  const found =
    files.find((file) => segmentsOf(file.name).join('/') === wanted) ?? files.find((file) => file.name === path.at(-1));
  if (!found) throw new CtFileError(header, `the data file ${show(name)} is missing: pass it along with the header`);
  return found;
}

function segmentsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.');
}
