import type { Segment } from './segments/segment';

/** Voxels of any scalar type found in CT or mask files. */
export type VoxelArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** Meaning of voxels: Hounsfield units, or labels of organs with 0 as background. */
export type VoxelKind = 'hu' | 'label';

/**
 * A scan or its mask in the library's one orientation: x runs to the patient's left, y to the back, z to the head, as
 * closely as the scan's own axes permit. A slice drawn row by row thus has the patient's right on the left of the image
 * and anterior at the top.
 */
export interface Volume {
  /** Voxels with x fastest, then y, then z. */
  readonly data: VoxelArray;
  /** Number of slices (z), rows (y) and columns (x). */
  readonly shape: readonly [depth: number, height: number, width: number];
  /** Distance between the centres of neighbouring voxels in mm, in the order of `shape`. */
  readonly spacing: readonly [z: number, y: number, x: number];
  /** Maps the indices (x, y, z) to (left, back, head) in mm. */
  readonly affine: Affine;
  /**
   * Whether slices are missing or unevenly spaced, so that distances and volumes by `spacing` are approximate.
   * @defaultValue `false`
   */
  readonly isUneven?: boolean;
  /**
   * Places of unevenly spaced slices, as indices z by `affine`: `[0, 1, 3]` if the third of four slices is missing. DICOM
   * SEG and RTSTRUCT are placed on their scan by these. @defaultValue 0, 1, 2, …
   */
  readonly slicePlaces?: readonly number[];
  /** Whether the voxels are Hounsfield units or labels. */
  readonly kind: VoxelKind;
  /** Names of the labels, where the file has them. @defaultValue none */
  readonly segments?: readonly Segment[];
  /**
   * Codes of a mask whose segments overlap, as predicted regions may: a bit per segment, in their order. `data` holds one
   * number per voxel. Writers and scores take the codes, so leave them out if you change `data`. @defaultValue none
   */
  readonly codes?: Uint8Array;
  /** Directions of the source file's x, y and z axes, which writers restore: `'LPS'`, `'RAS'`, … */
  readonly storedAs: string;
  /** Source file of the volume, or the first of several. */
  readonly source: string;
}

/** A {@link Volume} without its voxels, as a file's header describes it. */
export type VolumeHeader = Omit<Volume, 'data' | 'codes'>;

/** Upper three rows of a 4×4 matrix that maps (x, y, z, 1) to mm. */
export type Affine = readonly [AffineRow, AffineRow, AffineRow];
/** One row of an {@link Affine}: factors of x, y and z, and the offset. */
export type AffineRow = readonly [x: number, y: number, z: number, offset: number];
