import { alternatives } from '../../utils/alternatives';
import { type CtFile, readStart } from '../ctFile';
import { CtFileError } from '../ctFileError';
import type { VolumeFormat } from './volumeFormat';
import { volumeFormats } from './volumeFormats';

/** Bytes of the beginning of a file that a format is recognised by. */
const startBytes = 1024;

/** The format of some files: a name that decides, else the first file that a format recognises. @throws CtFileError if there is none */
export async function formatOf(files: readonly CtFile[]): Promise<VolumeFormat> {
  const named = volumeFormats.find(({ names }) => files.some(({ name }) => names?.test(name)));
  if (named) return named;
  for (const file of files) {
    const start = (await readStart(file, startBytes)).subarray(0, startBytes);
    const format = volumeFormats.find((format) => format.recognises(start));
    if (format) return format;
  }
  throw new CtFileError(files[0]!.name, await whyUnknown(files));
}

async function whyUnknown(files: readonly CtFile[]): Promise<string> {
  const { length } = await readStart(files[0]!, 1);
  const what =
    files.length > 1 ? `none of the ${files.length} files is` : length === 0 ? 'the file is empty, not' : 'not';
  return `${what} of a format that is read: ${alternatives(volumeFormats.map(({ description }) => description))}`;
}
