import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { type CtFile, volumeFormats } from 'msa-unet';
import { ctFiles } from 'msa-unet/node';

/** Formats of scans that are one file: `NIfTI, MetaImage`. */
export const scanFormats = (): string =>
  volumeFormats.flatMap(({ name, endings }) => (endings.length > 0 ? name : [])).join(', ');

/** The files of a scan: of a header alone also those of its name that hold the voxels. */
export async function scanFiles(path: string): Promise<readonly CtFile[]> {
  const voxels = volumeFormats.flatMap(({ detached }) =>
    detached && path.toLowerCase().endsWith(detached.header) ? detached.voxels : [],
  );
  if (voxels.length === 0) return ctFiles(path);
  const stem = `${basename(path).replace(/\.[^.]*$/, '')}.`;
  const beside = await readdir(dirname(path)).catch(() => []);
  const own = beside.filter((name) => name.startsWith(stem) && voxels.some((ending) => ending.test(name)));
  return ctFiles([path, ...own.map((name) => join(dirname(path), name))]);
}

/** The name of a scan without its ending. */
export function scanName(path: string): string {
  const name = basename(resolve(path));
  const endings = volumeFormats.flatMap(({ endings, detached }) => [...endings, detached?.header ?? []].flat());
  const [longest = ''] = ['.zip', ...endings]
    .filter((ending) => name.toLowerCase().endsWith(ending))
    .sort((a, b) => b.length - a.length);
  return name.slice(0, name.length - longest.length);
}
