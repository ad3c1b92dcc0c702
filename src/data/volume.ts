/** Voxels of any scalar type that a CT or mask file can hold. */
export type VoxelArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** What the voxels count: Hounsfield units, or labels of organs with 0 for none. */
export type VoxelKind = 'hu' | 'label';

/**
 * A scan or its mask in the one orientation of this library: x runs to the patient's left, y to the back, z to the head,
 * as near as the scan's own axes come to that. A slice drawn row by row thus has the patient's right on the left of the
 * picture and the front at the top.
 */
export interface Volume {
  /** x fastest, then y, then z. */
  readonly data: VoxelArray;
  /** Numbers of slices (z), rows (y) and columns (x). */
  readonly shape: readonly [depth: number, height: number, width: number];
  /** Distances between the centres of neighbouring voxels in mm, in the order of `shape`. */
  readonly spacing: readonly [z: number, y: number, x: number];
  /** From (x, y, z) as indices to the patient's (left, back, head) in mm. */
  readonly affine: Affine;
  /** Whether the voxels are Hounsfield units or labels. */
  readonly kind: VoxelKind;
  /** Directions of the file's own x, y and z axes, which writers give back: `'LPS'`, `'RAS'`, … */
  readonly storedAs: string;
  /** The file, or the first of the files, that the volume came from. */
  readonly source: string;
}

/** All of a {@link Volume} but its voxels: what a file's header tells. */
export type VolumeHeader = Omit<Volume, 'data'>;

/** The upper three rows of a 4×4 matrix: (x, y, z, 1) as indices → mm. */
export type Affine = readonly [AffineRow, AffineRow, AffineRow];
/** One row of an {@link Affine}: factors of x, y and z, and the offset. */
export type AffineRow = readonly [x: number, y: number, z: number, offset: number];
