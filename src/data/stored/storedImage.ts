import type { CtFile } from '../ctFile';
import type { Affine } from '../volume';
import type { ScalarType } from './scalarType';

/** Contents of a header, whatever the format: number and type of the values, their meaning and their location. */
export interface StoredImage {
  /** Name of the header file. */
  readonly source: string;
  /** Number of voxels along each axis, the fastest first. */
  readonly dims: readonly number[];
  /** Numbers per voxel, side by side. */
  readonly channels: number;
  readonly type: ScalarType;
  readonly bigEndian: boolean;
  /** Stored value · slope + intercept is the value. */
  readonly slope: number;
  readonly intercept: number;
  /** Maps the first three indices to (left, back, head) in mm. */
  readonly affine: Affine;
  /** Notes for the user on what the header leaves out or contradicts, and what is assumed. */
  readonly notes: readonly string[];
  /** Files that hold the numbers one after another, in equal parts. */
  readonly parts: readonly StoredPart[];
}

/** A file of numbers, or the range of it that holds them. */
export interface StoredPart {
  readonly file: CtFile;
  /** First byte, compressed or not. −1: the numbers are at the end of the file. */
  readonly start: number;
  /** Whether the numbers are compressed, by zlib or gzip. */
  readonly compressed: boolean;
  /** Bytes to skip after decompression. */
  readonly skip: number;
}
