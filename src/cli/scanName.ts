import { basename, resolve } from 'node:path';

import { volumeFormats } from 'msa-unet';

/** Formats of scans that are one file: `NIfTI, MetaImage`. */
export const scanFormats = (): string =>
  volumeFormats.flatMap(({ name, endings }) => (endings.length > 0 ? name : [])).join(', ');

/** The name of a scan without its ending. */
export function scanName(path: string): string {
  const name = basename(resolve(path));
  const endings = volumeFormats.flatMap(({ endings, detached }) => [...endings, ...(detached?.headers ?? [])]);
  const [longest = ''] = ['.zip', ...endings]
    .filter((ending) => name.toLowerCase().endsWith(ending))
    .sort((a, b) => b.length - a.length);
  return name.slice(0, name.length - longest.length);
}
