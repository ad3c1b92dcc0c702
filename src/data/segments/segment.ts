/** Named label of a mask, as DICOM SEG, RTSTRUCT and 3D Slicer's `.seg.nrrd` store it. */
export interface Segment {
  /** Value of its voxels: the file's number of the segment, from 1. */
  readonly value: number;
  /** Name in the file: `Liver`. */
  readonly name: string;
  /** Red, green and blue from 0 to 255; `null` if the file gives none. */
  readonly color: readonly [red: number, green: number, blue: number] | null;
}
