import type { CtFile } from '../ctFile';
import type { Affine } from '../volume';
import type { ScalarType } from './scalarType';

/** What a header tells, whichever the format: how many numbers of which type, what they mean, where and how they lie. */
export interface StoredImage {
  /** Name of the header's file. */
  readonly source: string;
  /** Numbers of voxels along all axes, the fastest first. */
  readonly dims: readonly number[];
  /** Numbers per voxel, side by side. */
  readonly channels: number;
  readonly type: ScalarType;
  readonly bigEndian: boolean;
  /** A number means number · slope + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** From the first three indices to the patient's (left, back, head) in mm. */
  readonly affine: Affine;
  /** The files that hold the numbers one after another, equally many each. */
  readonly parts: readonly StoredPart[];
}

/** A file of numbers, or the stretch of it that holds them. */
export interface StoredPart {
  readonly file: CtFile;
  /** Byte where they begin, compressed or not; −1: they are the last bytes of the file. */
  readonly start: number;
  /** Whether they are compressed, by zlib or gzip. */
  readonly compressed: boolean;
  /** Bytes before them in what comes out of the compression. */
  readonly skip: number;
}
