import { invalidOption } from '../../utils/errors';
import type { EncodedFile } from './volumeFormat';

/** Endings of the files of a format whose voxels follow the header, or lie in a file beside it. */
export interface HeaderEndings {
  /** Of a file that holds both: `mha`. */
  readonly whole: string;
  /** Of a header alone: `mhd`. */
  readonly header: string;
  /** Of its voxels: `zraw`. */
  readonly voxels: string;
}

/**
 * Returns the names of the files of a volume: the header and, if it stands alone, its voxels.
 *
 * @throws OptionError if the name has another ending
 */
export function headerFileNames(owner: string, name: string, { whole, header, voxels }: HeaderEndings): string[] {
  const [, stem, ending] = new RegExp(`^(.*[^/\\\\])\\.(${whole}|${header})$`, 'i').exec(name) ?? [];
  if (stem === undefined || ending === undefined)
    throw invalidOption(owner, 'name', `a file name that ends in .${whole} or .${header}`, name);
  return ending.toLowerCase() === whole ? [name] : [name, `${stem}.${voxels}`];
}

/** Joins header and voxels in one file, or keeps them in two if there are two names. */
export function joinVoxels(
  [name, dataName]: readonly string[],
  text: string,
  voxels: Uint8Array<ArrayBuffer>,
): readonly EncodedFile[] {
  const header = new TextEncoder().encode(text);
  if (dataName !== undefined)
    return [
      { name: name!, bytes: header },
      { name: dataName, bytes: voxels },
    ];
  const bytes = new Uint8Array(header.length + voxels.length);
  bytes.set(header);
  bytes.set(voxels, header.length);
  return [{ name: name!, bytes }];
}
