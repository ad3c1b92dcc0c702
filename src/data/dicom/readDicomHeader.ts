import { type CtFile, readBytes, readStart } from '../ctFile';
import { CtFileError } from '../ctFileError';
import { asCtFileError } from './guarded';
import { type DicomHeader, headerOf } from './header';
import { looksLikeDicom, type ParsedDicom, parseDicom, pixelDataTag } from './parse';

/** Headers of ordinary slices are a few kB long, those of Enhanced CT may be longer. */
const usualHeader = 2 ** 16;

/**
 * Reads the header of a DICOM image without its pixels: from the first 64 KiB of the file if it ends there, else from the
 * whole file. Whether the pixels can be decoded, or are all there, it does not tell.
 *
 * @throws CtFileError (the promise) if the file is empty, no DICOM file, one without pixels (a report, a DICOMDIR), cut
 *   off or broken
 */
export async function readDicomHeader(file: CtFile): Promise<DicomHeader> {
  return headerOf(file.name, await parseStart(file));
}

/** The elements before the pixels, of as little of the file as holds them. */
export async function parseStart(file: CtFile): Promise<ParsedDicom> {
  const start = await readFile(file, () => readStart(file, usualHeader));
  if (start.length === usualHeader && looksLikeDicom(start)) {
    try {
      const parsed = await parseDicom(file.name, start);
      if (parsed.data.elements[pixelDataTag]) return parsed;
    } catch {} // the header is longer, or the file is deflated: all of it will tell
    return parseWhole(file);
  }
  return parseDicom(file.name, start);
}

/** The elements before the pixels, of the whole file. */
export async function parseWhole(file: CtFile): Promise<ParsedDicom> {
  return parseDicom(file.name, await readFile(file, () => readBytes(file)));
}

/** The bytes of a file; errors of reading and an empty file become a {@link CtFileError}. */
async function readFile(file: CtFile, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await read();
  } catch (cause) {
    throw asCtFileError(file.name, cause, 'the file cannot be read');
  }
  if (bytes.length === 0) throw new CtFileError(file.name, 'the file is empty');
  return bytes;
}
