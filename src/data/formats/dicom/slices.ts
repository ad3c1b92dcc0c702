import type { Vector } from '../../vector';
import type { DicomFrame } from './frames';
import type { ImageFile } from './imageFile';

/** One frame of one file of a series. */
export interface Slice extends ImageFile {
  readonly frame: number;
  readonly place: DicomFrame;
}

/** Slices of a series in order. */
export interface OrderedSlices {
  readonly slices: readonly Slice[];
  /** Position of the first voxel in the patient. */
  readonly origin: Vector;
  /** Step from one slice to the next. */
  readonly step: Vector;
  /** Whether the steps between slices differ. */
  readonly isUneven: boolean;
  /** Places of unevenly spaced slices, in steps from the first; `null` if they are even. */
  readonly places: readonly number[] | null;
  readonly notes: readonly string[];
}

/** Names the slice's file, and its frame if the file has several. */
export function sliceName({ file, header, frame }: Slice): string {
  return header.frames.length > 1 ? `${file.name} frame ${frame}` : file.name;
}

/** Determines the slice spacing without positions, with a note if the file does not give it. */
export function nominalStep({ header: { spacingBetweenSlices, sliceThickness } }: Slice): {
  step: number;
  notes: string[];
} {
  const step = [spacingBetweenSlices, sliceThickness].find((length) => length !== null && length > 0);
  return step
    ? { step, notes: [] }
    : { step: 1, notes: ['no slice thickness is given: slices are assumed to be 1 mm apart'] };
}
