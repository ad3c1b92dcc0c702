import { CtFileError } from '../../ctFileError';
import { type Elements, elementsOf } from './elements';
import { type DicomFrame, readFrames } from './frames';
import { guarded } from './guarded';
import { type ParsedDicom, whyNoImage } from './parse';
import { tagName, tags } from './tags';

/** What a DICOM image's header tells. Texts that the file does not give are `null`. */
export interface DicomHeader {
  /** The file, by the name that it was handed over with. */
  readonly file: string;
  /** UID of the transfer syntax: how elements and pixels are written. */
  readonly transferSyntax: string;
  readonly rows: number;
  readonly columns: number;
  /** Place and scale of every frame; one for an ordinary slice. */
  readonly frames: readonly DicomFrame[];
  /** `'CT'`, … */
  readonly modality: string | null;
  /** `['ORIGINAL', 'PRIMARY', 'AXIAL']`, …; scouts say `'LOCALIZER'`. */
  readonly imageType: readonly string[];
  readonly patientId: string | null;
  readonly studyUid: string | null;
  readonly seriesUid: string | null;
  readonly seriesDescription: string | null;
  /** UID of this image alone. */
  readonly instanceUid: string | null;
  readonly instanceNumber: number | null;
  /** Thickness of a slice in mm. */
  readonly sliceThickness: number | null;
  /** Distance of neighbouring slices in mm, as the file has it; positions count for more. */
  readonly spacingBetweenSlices: number | null;
  /** `'MONOCHROME2'`, … */
  readonly photometricInterpretation: string | null;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  /** Number of the highest stored bit, the lowest being 0. */
  readonly highBit: number;
  /** Whether stored values are two's complement. */
  readonly signed: boolean;
  /** Stored values from … to … that mean "no measurement here", or `null`. */
  readonly padding: readonly [low: number, high: number] | null;
}

/** The header of parsed elements; throws a CtFileError if they are no image's, or make no sense. */
export function headerOf(file: string, parsed: ParsedDicom): DicomHeader {
  return guarded(file, () => {
    const reason = whyNoImage(parsed);
    if (reason !== null) throw new CtFileError(file, reason);
    if (!parsed.data.elements[tags.PixelData])
      throw new CtFileError(file, `${tagName('PixelData')} is missing: the file may be cut off`);
    return readHeader(file, parsed, elementsOf(parsed.data, file));
  });
}

function readHeader(file: string, { transferSyntax }: ParsedDicom, elements: Elements): DicomHeader {
  const size = (tag: 'Rows' | 'Columns') => {
    const length = elements.uint16(tag);
    if (!length) throw new CtFileError(file, `${tagName(tag)} must be a positive integer; received ${length}`);
    return length;
  };
  const shared = elements.item('SharedFunctionalGroupsSequence')?.item('PixelMeasuresSequence');
  const measure = (tag: 'SliceThickness' | 'SpacingBetweenSlices') => (shared ?? elements).number(tag);
  const bitsAllocated = elements.uint16('BitsAllocated') ?? 16;
  const bitsStored = elements.uint16('BitsStored') ?? bitsAllocated;
  const signed = elements.uint16('PixelRepresentation') === 1;
  return {
    file,
    transferSyntax,
    rows: size('Rows'),
    columns: size('Columns'),
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
    highBit: elements.uint16('HighBit') ?? bitsStored - 1,
    signed,
    padding: readPadding(elements, signed),
  };
}

/** Whatever its own representation, the padding value is stored like the pixels. */
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
