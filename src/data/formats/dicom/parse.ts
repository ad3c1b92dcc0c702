import dicomParser, { type DataSet } from 'dicom-parser';

import { CtFileError } from '../../ctFileError';
import { inflate } from '../../inflate';
import { guarded } from './guarded';
import { maskNames, maskOfClass } from './maskClasses';
import { tags } from './tags';
import { type ElementEncoding, elementEncoding } from './transferSyntax';

/** Elements of a file up to the head of its pixel data, if any. */
export interface ParsedDicom {
  readonly data: DataSet;
  /** UID of the transfer syntax. */
  readonly transferSyntax: string;
  /** SOP class UID, or `''`. */
  readonly sopClass: string;
  /**
   * Reads at least the first `length` bytes that positions in `data` refer to, or all there are; inflates them if
   * necessary.
   */
  readBody(length: number): Promise<Uint8Array>;
}

/** Bytes to inflate in search of the pixels, in rising steps. */
const inflatedHeaders = [2 ** 16, 2 ** 20, 2 ** 24, 2 ** 26];

/** Maximum compression ratio of Deflate. */
const mostInflation = 1032;

/** SOP class UID of a DICOMDIR. */
const directoryClass = '1.2.840.10008.1.3.10';

/** Returns why a file is not DICOM, or `null`. DICOM files have 128 arbitrary bytes, then `DICM`. */
export function whyNoDicom(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'the file is empty';
  const isDicom = [0x44, 0x49, 0x43, 0x4d].every((byte, i) => bytes[128 + i] === byte);
  return isDicom ? null : 'not a DICOM file: there is no "DICM" at byte 128';
}

/** Returns why a DICOM file contains no image, or `null`. */
export function whyNoImage({ data, sopClass }: ParsedDicom): string | null {
  if (sopClass === directoryClass) return 'a DICOMDIR, which lists images but holds none';
  if (data.elements[tags.PixelData] || data.elements[tags.Rows]) return null;
  return maskOfClass(sopClass) === 'RTSTRUCT' ? maskNames.RTSTRUCT : 'a DICOM file without an image';
}

/**
 * Reads the elements before the pixels, inflating at most 64 MiB of a deflated file.
 *
 * @param bytes the file, or enough of its beginning
 * @throws CtFileError if the bytes are not a DICOM file, or a broken or truncated one
 */
export async function parseDicom(file: string, bytes: Uint8Array): Promise<ParsedDicom> {
  const reason = whyNoDicom(bytes);
  if (reason !== null) throw new CtFileError(file, reason);
  const { transferSyntax, sopClass, end } = metaOf(bytes, file);
  if (!transferSyntax) throw new CtFileError(file, 'a broken DICOM file: its transfer syntax (0002,0010) is missing');
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

/** What the meta header of a DICOM file says: transfer syntax and SOP class, or `''`, and the offset of its end. */
export function metaOf(bytes: Uint8Array, file: string): { transferSyntax: string; sopClass: string; end: number } {
  return guarded(file, () => {
    const { meta, end } = readMeta(bytes);
    const text = (tag: string) => meta.string(tag) ?? '';
    return { transferSyntax: text('x00020010'), sopClass: text('x00020002'), end };
  });
}

/** Reads the elements of group 2, always explicit little endian, and the offset of their end. */
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

/** Reads the elements from `start` to the head of the pixels. */
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

/** Parses ever longer beginnings until one contains the head of the pixels or the data end. */
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
