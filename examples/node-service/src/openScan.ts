import { type CtFile, type OpenVolume, volumeFormats } from 'msa-unet';

import { RequestError } from './requestError';

/** Reads the header of a scan in any format that the library reads; the names of files do not matter. */
export async function openScan(files: readonly CtFile[]): Promise<OpenVolume> {
  const named = volumeFormats.find(({ names }) => files.some(({ name }) => names?.test(name)));
  if (named) return named.open(files);
  for (const file of files) {
    const start = new Uint8Array(await (file.slice?.(0, 1024) ?? file).arrayBuffer());
    const format = volumeFormats.find((format) => format.recognises(start));
    if (format) return format.open(files);
  }
  throw new RequestError(
    422,
    'unknown_format',
    `The format of the upload is unknown. Send ${volumeFormats.map(({ description }) => description).join(', ')}, or a zip of one of these`,
  );
}
