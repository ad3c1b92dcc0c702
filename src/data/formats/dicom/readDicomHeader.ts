import { type CtFile, readBytes, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { type DicomHeader, headerOf } from './header';
import { type ParsedDicom, parseDicom, whyNoDicom, whyNoImage } from './parse';
import { tags } from './tags';

/** Headers of ordinary slices are a few kB long, those of Enhanced CT may be longer. */
const usualHeader = 2 ** 16;

/**
 * Reads the header of a DICOM image without its pixels: from the first 64 KiB of the file if it ends there, else from the
 * whole file. Whether the pixels can be decoded, or are all there, it does not tell.
 *
 * @throws CtFileError (the promise) if the file is empty, no DICOM file, one without an image (a report, a DICOMDIR), cut
 *   off or broken
 */
export async function readDicomHeader(file: CtFile): Promise<DicomHeader> {
  const header = await inspectDicom(file);
  if (typeof header === 'string') throw new CtFileError(file.name, header);
  return header;
}

/** The header of a DICOM image, or why the file is none; throws a CtFileError if it is a broken one. */
export async function inspectDicom(file: CtFile): Promise<DicomHeader | string> {
  const start = await readStart(file, usualHeader);
  const reason = whyNoDicom(start);
  if (reason !== null) return reason;
  const parsed = await parseBeginning(file, start);
  return whyNoImage(parsed) ?? headerOf(file.name, parsed);
}

/** The elements before the pixels of a whole file. */
export async function parseWhole(file: CtFile): Promise<ParsedDicom> {
  return parseDicom(file.name, await readBytes(file));
}

/** The elements before the pixels, from the beginning of a file or, if they are not all there, from the whole. */
async function parseBeginning(file: CtFile, start: Uint8Array): Promise<ParsedDicom> {
  if (start.length !== usualHeader) return parseDicom(file.name, start);
  try {
    const parsed = await parseDicom(file.name, start);
    if (parsed.data.elements[tags.PixelData]) return parsed;
  } catch {} // cut off within the header
  return parseWhole(file);
}
