import { show } from '../../../utils/errors';
import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';

/**
 * The file among those handed in that a header calls `name`: it lies in the header's folder or below, or its name has
 * no folder.
 *
 * @throws CtFileError if the name leads out of the header's folder, or no file is called so
 */
export function findDataFile(header: string, name: string, files: readonly CtFile[]): CtFile {
  const path = segmentsOf(name);
  if (/^([/\\]|[A-Za-z]:)/.test(name) || path.includes('..'))
    throw new CtFileError(header, `the data file ${show(name)} lies outside the header's folder, so it is not opened`);
  const wanted = [...segmentsOf(header).slice(0, -1), ...path].join('/');
  const found =
    files.find((file) => segmentsOf(file.name).join('/') === wanted) ?? files.find((file) => file.name === path.at(-1));
  if (!found) throw new CtFileError(header, `the data file ${show(name)} is missing: hand it in with the header`);
  return found;
}

function segmentsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.');
}
