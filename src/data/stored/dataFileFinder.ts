import { show } from '../../utils/errors';
import type { CtFile } from '../ctFile';
import { CtFileError } from '../ctFileError';

/**
 * Makes a function that finds a data file that a header names: in the header's folder or below, or by its name without
 * folders. Takes one look at the files, however many a header names.
 *
 * @throws CtFileError (the function) if the name points outside the header's folder, or no file has it
 */
export function dataFileFinder(header: string, files: readonly CtFile[]): (name: string) => CtFile {
  const byPath = new Map(files.toReversed().map((file) => [segmentsOf(file.name).join('/'), file]));
  const byName = new Map(files.toReversed().map((file) => [file.name, file]));
  const folder = segmentsOf(header).slice(0, -1);
  return (name) => {
    const path = segmentsOf(name);
    if (/^([/\\]|[A-Za-z]:)/.test(name) || path.includes('..'))
      throw new CtFileError(
        header,
        `the data file ${show(name)} lies outside the header's folder, so it is not opened`,
      );
    const found = byPath.get([...folder, ...path].join('/')) ?? byName.get(path.at(-1) ?? '');
    if (!found) throw new CtFileError(header, `the data file ${show(name)} is missing: pass it along with the header`);
    return found;
  };
}

function segmentsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.');
}
