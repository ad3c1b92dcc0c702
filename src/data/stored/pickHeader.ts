import type { CtFile } from '../ctFile';
import { CtFileError } from '../ctFileError';
import { requireFiles } from '../requireFiles';

/**
 * Picks the one header among files: the file whose name matches, or the only file.
 *
 * @throws CtFileError if none or several names match
 * @throws OptionError if there are no files, or it is not a list of files
 */
export function pickHeader(owner: string, files: readonly CtFile[], looks: RegExp, endings: string): CtFile {
  requireFiles(owner, files);
  const headers = files.length === 1 ? files : files.filter(({ name }) => looks.test(name));
  if (headers.length === 0)
    throw new CtFileError(files[0]!.name, `none of the ${files.length} files is called ${endings}`);
  if (headers.length > 1)
    throw new CtFileError(headers[1]!.name, `a second volume beside ${headers[0]!.name}; pass one at a time`);
  return headers[0]!;
}
