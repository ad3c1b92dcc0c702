import { type CtFile, ctFile } from '../../src/data/ctFile';
import { packRle } from './packRle';
import { type DicomElements, writeDicom } from './writeDicom';

/** A frame of a SEG of 3 × 5 voxels: its segment, its place, and the values of its voxels. */
export interface SegFrame {
  readonly segment?: number;
  readonly z?: number;
  readonly values: readonly number[];
}

/** Rows and columns of {@link segFile}'s frames; their bits end within a byte. */
const [segRows, segColumns] = [3, 5];

/** A SEG with segments called A, B and C. */
export function segFile(
  frames: readonly SegFrame[],
  {
    type = 'BINARY',
    elements = {},
    shared = {},
    rle = false,
    segments = 3,
  }: {
    type?: string;
    elements?: DicomElements;
    shared?: DicomElements;
    rle?: boolean;
    segments?: number;
  } = {},
): CtFile {
  const isBinary = type === 'BINARY';
  const values = frames.flatMap((frame) => [...frame.values]);
  const bits = isBinary ? 1 : 8;
  const all: DicomElements = {
    Modality: 'SEG',
    SeriesInstanceUID: '1.2.66',
    SegmentationType: type,
    SegmentSequence: ['A', 'B', 'C']
      .slice(0, segments)
      .map((SegmentLabel, i) => ({ SegmentNumber: i + 1, SegmentLabel })),
    NumberOfFrames: String(frames.length),
    ...{ Rows: segRows, Columns: segColumns, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2' },
    ...{ BitsAllocated: bits, BitsStored: bits, HighBit: bits - 1, PixelRepresentation: 0 },
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: '1\\0\\0\\0\\1\\0' }],
        PixelMeasuresSequence: [{ PixelSpacing: '0.9\\0.7', SliceThickness: '2' }],
        ...shared,
      },
    ],
    PerFrameFunctionalGroupsSequence: frames.map(({ segment, z }) => ({
      ...(z === undefined ? {} : { PlanePositionSequence: [{ ImagePositionPatient: `-10\\20\\${z}` }] }),
      ...(segment === undefined ? {} : { SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment }] }),
    })),
    PixelData: rle
      ? packRle(Uint8Array.from(values), frames.length)
      : isBinary
        ? bitsOf(values)
        : Uint8Array.from(values),
    ...elements,
  };
  return ctFile('seg.dcm', writeDicom(all, rle ? 'rle' : 'explicit', undefined, '1.2.840.10008.5.1.4.1.1.66.4'));
}

function bitsOf(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (const [i, value] of values.entries()) if (value > 0) bytes[i >> 3]! |= 1 << (i & 7);
  return bytes;
}

/** A contour of a region: points (left, back, head) in mm. */
export interface ContourToWrite {
  readonly points: readonly (readonly number[])[];
  readonly type?: string;
}

/** An RTSTRUCT with a region for each name. */
export function structFile(
  regions: { readonly [name: string]: readonly ContourToWrite[] },
  { elements = {}, numbers }: { elements?: DicomElements; numbers?: readonly number[] } = {},
): CtFile {
  const numberOf = (i: number) => String(numbers?.[i] ?? i + 1);
  const all: DicomElements = {
    Modality: 'RTSTRUCT',
    SeriesInstanceUID: '1.2.481',
    StructureSetROISequence: Object.keys(regions).map((ROIName, i) => ({ ROINumber: numberOf(i), ROIName })),
    ROIContourSequence: Object.values(regions).map((contours, i) => ({
      ReferencedROINumber: numberOf(i),
      ROIDisplayColor: `${10 * i}\\20\\30`,
      ContourSequence: contours.map(({ points, type = 'CLOSED_PLANAR' }) => ({
        ContourGeometricType: type,
        ContourData: points.flat().join('\\'),
      })),
    })),
    ...elements,
  };
  return ctFile('rt.dcm', writeDicom(all, 'implicit', undefined, '1.2.840.10008.5.1.4.1.1.481.3'));
}
