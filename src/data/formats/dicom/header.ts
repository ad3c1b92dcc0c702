import { CtFileError } from '../../ctFileError';
import { type Elements, elementsOf } from './elements';
import { type DicomFrame, readFrames } from './frames';
import { guarded } from './guarded';
import { type ParsedDicom, whyNoImage } from './parse';
import { tagName, tags } from './tags';

/** Header of a DICOM image. Missing texts are `null`. */
export interface DicomHeader {
  /** File name as passed to the reader. */
  readonly file: string;
  /** UID of the transfer syntax: the encoding of elements and pixels. */
  readonly transferSyntax: string;
  readonly rows: number;
  readonly columns: number;
  /** Position and scale of every frame; an ordinary slice has one. */
  readonly frames: readonly DicomFrame[];
  /** `'CT'`, … */
  readonly modality: string | null;
  /** `['ORIGINAL', 'PRIMARY', 'AXIAL']`, …; scouts contain `'LOCALIZER'`. */
  readonly imageType: readonly string[];
  readonly patientId: string | null;
  readonly studyUid: string | null;
  readonly seriesUid: string | null;
  readonly seriesDescription: string | null;
  /** UID of this image. */
  readonly instanceUid: string | null;
  readonly instanceNumber: number | null;
  /** Slice thickness in mm. */
  readonly sliceThickness: number | null;
  /** Spacing between slices in mm according to the file; positions take precedence. */
  readonly spacingBetweenSlices: number | null;
  /** `'MONOCHROME2'`, … */
  readonly photometricInterpretation: string | null;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  /** Index of the highest stored bit, counted from 0. */
  readonly highBit: number;
  /** Whether stored values are in two's complement. */
  readonly signed: boolean;
  /** Range of stored values that mark padding, or `null`. */
  readonly padding: readonly [low: number, high: number] | null;
  /** SOP class: the kind of object, such as `'1.2.840.10008.5.1.4.1.1.2'` for a CT image. */
  readonly sopClassUid: string | null;
  /** Number of the acquisition; phases in one series differ in it. */
  readonly acquisitionNumber: number | null;
  /** Time of the acquisition, `20240131101530.5` or `101530.5`. */
  readonly acquisitionTime: string | null;
  readonly convolutionKernel: string | null;
  readonly echoNumber: number | null;
  readonly temporalPosition: number | null;
  /** Place of the slice along its normal in mm, relative to an unknown origin; positions take precedence. */
  readonly sliceLocation: number | null;
  /** Notes on what is malformed and how it was read; they do not name the file. */
  readonly notes: readonly string[];
}

/** Padding is air or less; a value that stands for more HU may be tissue. */
const highestPlausiblePadding = -500;

/** Reads the header from parsed elements. Throws CtFileError if they are not an image's, or are inconsistent. */
export function headerOf(file: string, parsed: ParsedDicom): DicomHeader {
  return guarded(file, () => {
    const reason = whyNoImage(parsed);
    if (reason !== null) throw new CtFileError(file, reason);
    const pixels = parsed.data.elements[tags.PixelData];
    if (!pixels) throw new CtFileError(file, `${tagName('PixelData')} is missing: the file may be cut off`);
    const notes: string[] = [];
    const elements = elementsOf(parsed.data, file, (note) => notes.push(note));
    const header = readHeader(file, parsed, elements, notes);
    if (elements.number('NumberOfFrames') === 0) notes.push(`${tagName('NumberOfFrames')} is 0; 1 is assumed`);
    notes.push(...pixelNotes(header, pixels.hadUndefinedLength ? 0 : pixels.length));
    return header;
  });
}

/** Notes on padding that may be tissue, and on surplus pixel data. */
function pixelNotes(header: DicomHeader, length: number): string[] {
  const { modality, padding, frames, rows, columns, bitsAllocated } = header;
  const { slope, intercept } = frames[0]!;
  const paddingHu = (padding?.[1] ?? -Infinity) * slope + intercept;
  const needed = (rows * columns * bitsAllocated * frames.length) / 8;
  const notes: string[] = [];
  if (modality === 'CT' && paddingHu > highestPlausiblePadding)
    notes.push(`${tagName('PixelPaddingValue')} marks ${paddingHu} HU as padding: such voxels become -1024 HU`);
  if (length > needed + 1)
    notes.push(`the pixel data are ${length - needed} bytes longer than ${needed}; the rest is ignored`);
  return notes;
}

function readHeader(file: string, parsed: ParsedDicom, elements: Elements, notes: string[]): DicomHeader {
  const shared = elements.item('SharedFunctionalGroupsSequence')?.item('PixelMeasuresSequence');
  const measure = (tag: 'SliceThickness' | 'SpacingBetweenSlices') => (shared ?? elements).number(tag);
  const bitsAllocated = elements.uint16('BitsAllocated') ?? 16;
  const bitsStored = elements.uint16('BitsStored') ?? bitsAllocated;
  const signed = elements.uint16('PixelRepresentation') === 1;
  return {
    file,
    transferSyntax: parsed.transferSyntax,
    rows: readSize(file, elements, 'Rows'),
    columns: readSize(file, elements, 'Columns'),
    frames: readFrames(file, elements),
    modality: elements.text('Modality'),
    imageType: elements.texts('ImageType'),
    patientId: elements.text('PatientID'),
    studyUid: elements.text('StudyInstanceUID'),
    seriesUid: elements.text('SeriesInstanceUID'),
    seriesDescription: elements.text('SeriesDescription'),
    instanceUid: elements.text('SOPInstanceUID'),
    instanceNumber: elements.number('InstanceNumber'),
    sliceThickness: measure('SliceThickness'),
    spacingBetweenSlices: measure('SpacingBetweenSlices'),
    photometricInterpretation: elements.text('PhotometricInterpretation'),
    samplesPerPixel: elements.uint16('SamplesPerPixel') ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: readHighBit(elements, { bitsAllocated, bitsStored }, notes),
    signed,
    padding: readPadding(elements, signed),
    sopClassUid: elements.text('SOPClassUID') ?? (parsed.sopClass || null),
    acquisitionNumber: elements.number('AcquisitionNumber'),
    acquisitionTime: elements.text('AcquisitionDateTime') ?? elements.text('AcquisitionTime'),
    convolutionKernel: elements.text('ConvolutionKernel'),
    echoNumber: elements.number('EchoNumbers'),
    temporalPosition: elements.number('TemporalPositionIdentifier'),
    sliceLocation: elements.number('SliceLocation'),
    notes,
  };
}

function readSize(file: string, elements: Elements, tag: 'Rows' | 'Columns'): number {
  const length = elements.uint16(tag);
  if (!length) throw new CtFileError(file, `${tagName(tag)} must be a positive integer; received ${length}`);
  return length;
}

/** Index of the highest stored bit; of one that leaves too few bits, that of right-aligned ones. */
function readHighBit(
  elements: Elements,
  { bitsAllocated, bitsStored }: Pick<DicomHeader, 'bitsAllocated' | 'bitsStored'>,
  notes: string[],
): number {
  const highBit = elements.uint16('HighBit') ?? bitsStored - 1;
  if ((highBit >= bitsStored - 1 && highBit < bitsAllocated) || bitsStored > bitsAllocated) return highBit;
  notes.push(`${tagName('HighBit')} is ${highBit} of ${bitsStored} stored bits; ${bitsStored - 1} is assumed`);
  return bitsStored - 1;
}

/** The padding value is stored like the pixels, whatever its own representation. */
function readPadding(elements: Elements, signed: boolean): DicomHeader['padding'] {
  const value = (tag: 'PixelPaddingValue' | 'PixelPaddingRangeLimit') => {
    const bits = elements.uint16(tag);
    return bits !== null && signed ? (bits << 16) >> 16 : bits;
  };
  const padding = value('PixelPaddingValue');
  if (padding === null) return null;
  const limit = value('PixelPaddingRangeLimit') ?? padding;
  return [Math.min(padding, limit), Math.max(padding, limit)];
}
