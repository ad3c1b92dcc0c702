import type { CtFile } from '../ctFile';
import { CtFileError } from '../ctFileError';
import { volumeFormats } from './volumeFormats';

/**
 * Names the files that can hold the voxels of a header, by their paths from its folder; none for other files, and none
 * outside the folder.
 */
export async function dataFileNames(header: CtFile): Promise<readonly string[]> {
  const name = header.name.toLowerCase();
  const format = volumeFormats.find(({ detached }) => detached?.headers.some((ending) => name.endsWith(ending)));
  const names = (await format?.detached?.dataFiles(header).catch(dropUnreadable)) ?? [];
  return names.map((path) => path.replaceAll('\\', '/').replace(/^(\.\/)+/, '')).filter(isBelow);
}

/** The reader reports a header that cannot be read. */
function dropUnreadable(cause: unknown): readonly string[] {
  if (cause instanceof CtFileError) return [];
  throw cause;
}

const isBelow = (path: string) => !/^(\/|[A-Za-z]:)/.test(path) && !path.split('/').includes('..');
