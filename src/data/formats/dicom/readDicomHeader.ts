import { type CtFile, readBytes, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { type DicomHeader, headerOf } from './header';
import { type ParsedDicom, parseDicom, whyNoDicom, whyNoImage } from './parse';
import { tags } from './tags';
import { whyOtherObject } from './whyNoSlice';

/** Headers of ordinary slices take a few kB; those of Enhanced CT may be longer. */
const usualHeader = 2 ** 16;

/**
 * Reads the header of a DICOM image without its pixels: from the first 64 KiB if it ends there, else from the whole
 * file. It does not check whether the pixels are complete and decodable.
 *
 * @throws CtFileError (the promise) if the file is empty, not DICOM, without an image (a report, a DICOMDIR), truncated
 * or broken
 * @example
 * ```ts no-run
 * import { readDicomHeader } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const [file] = await ctFiles('scans/patient-1/slice-001.dcm');
 * const { rows, columns, modality } = await readDicomHeader(file!);
 * console.log(`${modality}, ${rows} × ${columns}`); // CT, 512 × 512
 * ```
 */
export async function readDicomHeader(file: CtFile): Promise<DicomHeader> {
  const header = await inspectDicom(file);
  if (typeof header === 'string') throw new CtFileError(file.name, header);
  return header;
}

/** Reads the header of a DICOM image, or returns why the file is none. Throws CtFileError if it is broken and may be a slice. */
export async function inspectDicom(file: CtFile): Promise<DicomHeader | string> {
  const start = await readStart(file, usualHeader);
  const reason = whyNoDicom(start);
  if (reason !== null) return reason;
  const parsed = await parseBeginning(file, start);
  const noImage = whyNoImage(parsed);
  if (noImage !== null) return noImage;
  try {
    return headerOf(file.name, parsed);
  } catch (error) {
    const other = whyOtherObject(parsed.data.string(tags.Modality) ?? null);
    if (other !== null) return other;
    throw error;
  }
}

/** Reads the elements before the pixels, from the beginning of a file if they end there. */
export async function parseHeader(file: CtFile): Promise<ParsedDicom> {
  return parseBeginning(file, await readStart(file, usualHeader));
}

/** Reads the elements before the pixels from a whole file. */
export async function parseWhole(file: CtFile): Promise<ParsedDicom> {
  return parseDicom(file.name, await readBytes(file));
}

/** Reads the elements before the pixels from the beginning of a file, or from the whole file if they are longer. */
async function parseBeginning(file: CtFile, start: Uint8Array): Promise<ParsedDicom> {
  if (start.length !== usualHeader) return parseDicom(file.name, start);
  try {
    const parsed = await parseDicom(file.name, start);
    if (parsed.data.elements[tags.PixelData]) return parsed;
  } catch {} // cut off within the header
  return parseWhole(file);
}
