import type { Vector } from '../../vector';
import type { ImageFile } from './findImages';
import type { DicomFrame } from './frames';

/** One frame of one file of a series. */
export interface Slice extends ImageFile {
  readonly frame: number;
  readonly place: DicomFrame;
}

/** Slices in order. */
export interface OrderedSlices {
  readonly slices: readonly Slice[];
  /** Where the first voxel lies in the patient. */
  readonly origin: Vector;
  /** From a slice to the next. */
  readonly step: Vector;
  readonly notes: readonly string[];
}

/** The slice's file, and its frame where the file has several. */
export function sliceName({ file, header, frame }: Slice): string {
  return header.frames.length > 1 ? `${file.name} frame ${frame}` : file.name;
}

/** Distance of neighbouring slices where positions do not tell, with a note if nothing else does either. */
export function nominalStep({ header: { spacingBetweenSlices, sliceThickness } }: Slice): {
  step: number;
  notes: string[];
} {
  const step = [spacingBetweenSlices, sliceThickness].find((length) => length !== null && length > 0);
  return step
    ? { step, notes: [] }
    : { step: 1, notes: ['no slice thickness is given: slices are taken to be 1 mm apart'] };
}
