import type { VoxelArray } from '../data/volume';
import type { MaskOnSource } from './maskOnSource';
import { imageReference } from './newObject';
import type { SourceSlice } from './sourceSeries';
import type { Attributes } from './write/attributes';

/** The frames of a SEG: functional groups and pixels. */
interface SegFrames {
  readonly items: readonly Attributes[];
  readonly pixels: Uint8Array;
  /** Bits of a pixel. */
  readonly bits: 1 | 8 | 16;
}

/** Makes the frames of a SEG: of slices that hold labels, or of the first one if none does. */
export function framesOf(drawn: MaskOnSource, type: 'BINARY' | 'LABELMAP'): SegFrames {
  return type === 'BINARY' ? binaryFrames(drawn) : labelFrames(drawn);
}

function binaryFrames({ series, slices, slicesOf, segments }: MaskOnSource): SegFrames {
  const all = segments.flatMap((segment, i) => {
    const { value } = segment;
    return slicesOf(segment).flatMap((labels, z) =>
      labels.includes(value) ? { labels, value, number: i + 1, z } : [],
    );
  });
  const frames = all.length > 0 ? all : [{ labels: slices[0]!, value: segments[0]!.value, number: 1, z: 0 }];
  const voxels = series.rows * series.columns;
  const pixels = new Uint8Array(Math.ceil((voxels * frames.length) / 8));
  for (const [i, { labels, value }] of frames.entries()) packBits(labels, value, pixels, i * voxels);
  const items = frames.map(({ number, z }) => ({
    ...placed(series.slices[z]!, [number, z + 1]),
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: number }],
  }));
  return { items, pixels, bits: 1 };
}

/** Sets the bits of the voxels that have a value, from bit `first` on; the lowest bit of a byte comes first. */
function packBits(labels: VoxelArray, value: number, pixels: Uint8Array, first: number): void {
  const [byte, bit] = [Math.floor(first / 8), first % 8];
  for (let i = 0; i < labels.length; i++)
    if (labels[i] === value) pixels[byte + ((bit + i) >>> 3)]! |= 1 << ((bit + i) & 7);
}

function labelFrames({ series, slices, segments }: MaskOnSource): SegFrames {
  const labelled = slices.flatMap((labels, z) => (labels.some((label) => label > 0) ? z : []));
  const frames = labelled.length > 0 ? labelled : [0];
  const bits = segments.at(-1)!.value > 0xff ? 16 : 8;
  const voxels = series.rows * series.columns;
  const pixels = new (bits === 8 ? Uint8Array : Uint16Array)(voxels * frames.length);
  for (const [i, z] of frames.entries()) pixels.set(slices[z]!, i * voxels);
  return {
    items: frames.map((z) => placed(series.slices[z]!, [z + 1])),
    pixels: new Uint8Array(pixels.buffer),
    bits,
  };
}

/** Functional groups of a frame: its index, its position and the image that it was made from. */
function placed(slice: SourceSlice, index: readonly number[]): Attributes {
  return {
    FrameContentSequence: [{ DimensionIndexValues: index }],
    PlanePositionSequence: [{ ImagePositionPatient: slice.position }],
    DerivationImageSequence: [
      {
        DerivationCodeSequence: [code('113076', 'Segmentation')],
        SourceImageSequence: [
          {
            ...imageReference(slice),
            SpatialLocationsPreserved: 'YES',
            PurposeOfReferenceCodeSequence: [code('121322', 'Source image for image processing operation')],
          },
        ],
      },
    ],
  };
}

/** A code of DICOM's own (PS3.16 D). */
const code = (value: string, meaning: string): Attributes => ({
  CodeValue: value,
  CodingSchemeDesignator: 'DCM',
  CodeMeaning: meaning,
});
