import { deflateRawSync } from 'node:zlib';

import { type Tag, tags } from '../../src/data/formats/dicom/tags';
import { packRle } from './packRle';

/** How to write a file; `rle` is explicit little endian with run-length coded pixels. */
export type DicomEncoding = 'explicit' | 'implicit' | 'bigEndian' | 'deflated' | 'rle';

/** Texts, numbers, the items of a sequence, pixels as words, or fragments of compressed pixels; `null` leaves it out. */
type DicomValue = string | number | readonly DicomElements[] | PixelWords | readonly Uint8Array[] | null;
type PixelWords = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;
/** Elements by keyword. */
export type DicomElements = { readonly [tag in Tag]?: DicomValue };

/** A slice to be written. */
export interface SliceToWrite {
  /** Stored values; they are Hounsfield units with the default slope of 1 and intercept of 0. All frames of a file. */
  hu: ArrayLike<number>;
  rows: number;
  columns: number;
  /** Centre of the first voxel, (left, back, head) in mm. */
  position?: readonly [number, number, number];
  /** Distances of rows and of columns in mm. */
  spacing?: readonly [number, number];
  instanceNumber?: number;
  seriesUid?: string;
  /** More elements, or others. */
  elements?: DicomElements;
  encoding?: DicomEncoding;
  /** UID of the transfer syntax, where it is not that of the encoding. */
  transferSyntax?: string;
}

const syntaxes: Record<DicomEncoding, string> = {
  explicit: '1.2.840.10008.1.2.1',
  implicit: '1.2.840.10008.1.2',
  bigEndian: '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
  rle: '1.2.840.10008.1.2.5',
};

const ctImage = '1.2.840.10008.5.1.4.1.1.2';

/** A CT slice as a DICOM file, of 16-bit signed pixels if the elements do not say otherwise. */
export function writeDicomSlice({
  hu,
  rows,
  columns,
  position = [0, 0, 0],
  spacing = [1, 1],
  instanceNumber = 1,
  seriesUid = '1.2.3.4',
  elements = {},
  encoding = 'explicit',
  transferSyntax = syntaxes[encoding],
}: SliceToWrite): Uint8Array {
  const bits = elements.BitsAllocated ?? 16;
  const words = ({ 8: Uint8Array, 32: Uint32Array }[Number(bits)] ?? Uint16Array).from(hu);
  const frames = Number(elements.NumberOfFrames ?? 1);
  const all: DicomElements = {
    ImageType: 'ORIGINAL\\PRIMARY\\AXIAL',
    SOPInstanceUID: `${seriesUid}.${instanceNumber}`,
    Modality: 'CT',
    PatientID: 'phantom',
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: seriesUid,
    InstanceNumber: String(instanceNumber),
    ImagePositionPatient: position.join('\\'),
    ImageOrientationPatient: '1\\0\\0\\0\\1\\0',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    PixelSpacing: spacing.join('\\'),
    BitsAllocated: 16,
    BitsStored: Number(bits),
    HighBit: Number(bits) - 1,
    PixelRepresentation: 1,
    RescaleIntercept: '0',
    RescaleSlope: '1',
    PixelData: encoding === 'rle' ? packRle(words, frames) : words,
    ...elements,
  };
  return writeDicom(all, encoding, transferSyntax);
}

/** Any DICOM file. */
export function writeDicom(
  elements: DicomElements,
  encoding: DicomEncoding = 'explicit',
  transferSyntax = syntaxes[encoding],
  sopClass = ctImage,
): Uint8Array {
  const body = writeElements(elements, encoding);
  const meta = Buffer.concat([
    writeElement(0x00020002, 'UI', text(sopClass), 'explicit'),
    writeElement(0x00020010, 'UI', text(transferSyntax), 'explicit'),
  ]);
  const length = writeElement(0x00020000, 'UL', word(meta.length, 4, 'explicit'), 'explicit');
  const packed = encoding === 'deflated' ? deflateRawSync(body) : body;
  return new Uint8Array(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, packed]));
}

function writeElements(elements: DicomElements, encoding: DicomEncoding): Buffer {
  const sorted = (Object.entries(elements) as [Tag, DicomValue][])
    .filter(([, value]) => value !== null)
    .map(([keyword, value]) => ({ keyword, tag: Number.parseInt(tags[keyword].slice(1), 16), value }))
    .sort((a, b) => a.tag - b.tag);
  return Buffer.concat(sorted.map(({ keyword, tag, value }) => writeValue(keyword, tag, value, encoding)));
}

function writeValue(keyword: Tag, tag: number, value: DicomValue, encoding: DicomEncoding): Buffer {
  if (typeof value === 'string') return writeElement(tag, textVr(keyword), text(value), encoding);
  if (typeof value === 'number') return writeElement(tag, 'US', word(value, 2, encoding), encoding);
  if (ArrayBuffer.isView(value)) return writeElement(tag, 'OW', pixelBytes(value, encoding), encoding);
  const isPixels = keyword === 'PixelData';
  const parts = isPixels
    ? [new Uint8Array(), ...(value as readonly Uint8Array[])]
    : (value as readonly DicomElements[]).map((elements) => writeElements(elements, encoding));
  const items = parts.map((part) => item(0xfffee000, even(part), encoding));
  const end = isPixels ? [item(0xfffee0dd, Buffer.alloc(0), encoding)] : [];
  return writeElement(tag, isPixels ? 'OB' : 'SQ', Buffer.concat([...items, ...end]), encoding, isPixels);
}

/** The value representation of a text. */
function textVr(keyword: Tag): string {
  if (keyword.endsWith('UID')) return 'UI';
  if (/^(Slice|Spacing|Image[OP]|PixelSpacing|Rescale[IS])/.test(keyword)) return 'DS';
  if (/Number/.test(keyword)) return 'IS';
  return /^(ImageType|Modality|Photometric)/.test(keyword) ? 'CS' : 'LO';
}

/** An element; only compressed pixels are of undefined length. */
function writeElement(tag: number, vr: string, value: Buffer, encoding: DicomEncoding, isOpen = false): Buffer {
  const length = isOpen ? 0xffffffff : value.length;
  if (encoding === 'implicit') return Buffer.concat([tagBytes(tag, encoding), word(length, 4, encoding), value]);
  const isLong = ['OB', 'OW', 'SQ'].includes(vr);
  const head = isLong ? [Buffer.alloc(2), word(length, 4, encoding)] : [word(length, 2, encoding)];
  return Buffer.concat([tagBytes(tag, encoding), Buffer.from(vr), ...head, value]);
}

function item(tag: number, value: Buffer, encoding: DicomEncoding): Buffer {
  return Buffer.concat([tagBytes(tag, encoding), word(value.length, 4, encoding), value]);
}

function tagBytes(tag: number, encoding: DicomEncoding): Buffer {
  return Buffer.concat([word(tag >>> 16, 2, encoding), word(tag & 0xffff, 2, encoding)]);
}

function word(value: number, length: 2 | 4, encoding: DicomEncoding): Buffer {
  const bytes = Buffer.alloc(length);
  if (encoding === 'bigEndian') bytes.writeUIntBE(value, 0, length);
  else bytes.writeUIntLE(value, 0, length);
  return bytes;
}

function pixelBytes(words: PixelWords, encoding: DicomEncoding): Buffer {
  const bytes = Buffer.from(words.slice().buffer);
  if (encoding === 'bigEndian' && words.BYTES_PER_ELEMENT === 2) bytes.swap16();
  if (encoding === 'bigEndian' && words.BYTES_PER_ELEMENT === 4) bytes.swap32();
  return even(bytes);
}

/** One byte for each character. */
function text(value: string): Buffer {
  return Buffer.from(value.length % 2 === 1 ? `${value} ` : value, 'latin1');
}

function even(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
}
