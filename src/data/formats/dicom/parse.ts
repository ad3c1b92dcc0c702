import dicomParser, { type DataSet } from 'dicom-parser';

import { CtFileError } from '../../ctFileError';
import { inflate } from '../../inflate';
import { guarded } from './guarded';
import { tags } from './tags';
import { type ElementEncoding, elementEncoding } from './transferSyntax';

/** The elements of a file up to the head of its pixel data, if it has any. */
export interface ParsedDicom {
  readonly data: DataSet;
  /** UID of the transfer syntax. */
  readonly transferSyntax: string;
  /** UID of the kind of object that the file holds, or `''`. */
  readonly sopClass: string;
  /** At least the first bytes that positions in `data` count from, as far as there are any; inflated where need be. */
  readBody(length: number): Promise<Uint8Array>;
}

/** How much is inflated in search of the pixels: first little, at last a lot. */
const inflatedHeaders = [2 ** 16, 2 ** 20, 2 ** 24, 2 ** 26];

/** Deflate cannot pack tighter. */
const mostInflation = 1032;

/** UID of the kind of object that a DICOMDIR is. */
const directoryClass = '1.2.840.10008.1.3.10';

/** Why a file is no DICOM file at all, or `null`: those have 128 bytes of anything, then `DICM`. */
export function whyNoDicom(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'the file is empty';
  const isDicom = [0x44, 0x49, 0x43, 0x4d].every((byte, i) => bytes[128 + i] === byte);
  return isDicom ? null : 'not a DICOM file: there is no "DICM" at byte 128';
}

/** Why a DICOM file holds no image, or `null`. */
export function whyNoImage({ data, sopClass }: ParsedDicom): string | null {
  if (sopClass === directoryClass) return 'a DICOMDIR, which lists images but holds none';
  return data.elements[tags.PixelData] || data.elements[tags.Rows] ? null : 'a DICOM file without an image';
}

/**
 * Reads the elements before the pixels. Of a deflated file at most 64 MiB are inflated for that.
 *
 * @param bytes the file, or as much of its beginning as holds them
 * @throws CtFileError if the bytes are no DICOM file, or a broken or cut off one
 */
export async function parseDicom(file: string, bytes: Uint8Array): Promise<ParsedDicom> {
  const reason = whyNoDicom(bytes);
  if (reason !== null) throw new CtFileError(file, reason);
  const { meta, end } = guarded(file, () => readMeta(bytes));
  const transferSyntax = guarded(file, () => meta.string('x00020010'));
  if (!transferSyntax) throw new CtFileError(file, 'a broken DICOM file: its transfer syntax (0002,0010) is missing');
  const sopClass = guarded(file, () => meta.string('x00020002')) ?? '';
  const encoding = elementEncoding(transferSyntax);
  if (!encoding.deflated) {
    const data = guarded(file, () => readElements(bytes, end, encoding));
    return { data, transferSyntax, sopClass, readBody: async () => bytes };
  }
  const deflated = bytes.subarray(end);
  const readBody = (length: number) =>
    inflate(deflated, 'deflate-raw', Math.min(length, deflated.length * mostInflation), file);
  return { data: await parseDeflated(file, readBody, encoding), transferSyntax, sopClass, readBody };
}

/** The elements of group 2, always explicit little endian, and where they end. */
function readMeta(bytes: Uint8Array): { meta: DataSet; end: number } {
  const little = dicomParser.littleEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(little, bytes, 132);
  const meta = new dicomParser.DataSet(little, bytes, {});
  while (stream.position + 8 <= bytes.length && little.readUint16(bytes, stream.position) === 2) {
    const element = dicomParser.readDicomElementExplicit(stream, []);
    meta.elements[element.tag] = element;
  }
  return { meta, end: stream.position };
}

/** The elements from `start` to the head of the pixels. */
function readElements(bytes: Uint8Array, start: number, encoding: ElementEncoding): DataSet {
  if (start >= bytes.length) throw new Error('it ends with its meta header');
  const parser = encoding.bigEndian ? dicomParser.bigEndianByteArrayParser : dicomParser.littleEndianByteArrayParser;
  const data = new dicomParser.DataSet(parser, bytes, {});
  const stream = new dicomParser.ByteStream(parser, bytes, start);
  const read = encoding.implicit ? dicomParser.parseDicomDataSetImplicit : dicomParser.parseDicomDataSetExplicit;
  read(data, stream, bytes.length, { untilTag: tags.PixelData });
  if (stream.position > bytes.length) throw new Error('it is cut off');
  return data;
}

/** Tries longer and longer beginnings, until one holds the head of the pixels or there is no more. */
async function parseDeflated(
  file: string,
  readBody: (length: number) => Promise<Uint8Array>,
  encoding: ElementEncoding,
): Promise<DataSet> {
  for (const length of inflatedHeaders.slice(0, -1)) {
    const bytes = await readBody(length);
    if (bytes.length < length) return guarded(file, () => readElements(bytes, 0, encoding));
    try {
      const data = readElements(bytes, 0, encoding);
      if (data.elements[tags.PixelData]) return data;
    } catch {} // cut off within the header
  }
  const most = await readBody(inflatedHeaders.at(-1)!);
  return guarded(file, () => readElements(most, 0, encoding));
}
