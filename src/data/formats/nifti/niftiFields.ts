import { CtFileError } from '../../ctFileError';
import { decodeExactSform, type SformRows } from './exactSform';

/** The fields of a NIfTI header that matter here, as they stand in it. */
export interface NiftiFields {
  readonly version: 1 | 2;
  readonly bigEndian: boolean;
  /** Whether the voxels lie in the same file (`n+1`, `n+2`) and not in a file of their own (`ni1`, `ni2`). */
  readonly single: boolean;
  readonly dim: readonly number[];
  readonly datatype: number;
  readonly pixdim: readonly number[];
  readonly voxOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly units: number;
  readonly intent: number;
  readonly qformCode: number;
  readonly sformCode: number;
  readonly quaternion: readonly number[];
  readonly qoffset: readonly number[];
  readonly sform: SformRows;
}

/** The intent of voxels that are labels. */
export const labelIntent = 1002;

/** Bytes that hold the header of either version, and the extension of {@link decodeExactSform}. */
export const niftiHeaderBytes = 1024;

/** Whether bytes begin with a NIfTI header. */
export function isNifti(bytes: Uint8Array): boolean {
  return versionOf(bytes) !== null;
}

/** @throws CtFileError if the bytes do not begin with a NIfTI header */
export function parseNiftiFields(bytes: Uint8Array, file: string): NiftiFields {
  const found = versionOf(bytes);
  if (!found)
    throw new CtFileError(file, 'no NIfTI header: its size must be 348 with n+1 or ni1, or 540 with n+2 or ni2');
  return found.version === 1 ? parseFirst(bytes, found) : parseSecond(bytes, found);
}

type Version = Pick<NiftiFields, 'version' | 'bigEndian' | 'single'>;

function versionOf(bytes: Uint8Array): Version | null {
  if (bytes.length < 4) return null;
  const size = viewOf(bytes).getUint32(0, true);
  const bigEndian = size !== 348 && size !== 540;
  const version = viewOf(bytes).getUint32(0, !bigEndian) === 348 ? 1 : 2;
  if (bytes.length < (version === 1 ? 348 : 540)) return null;
  const magic = String.fromCharCode(...bytes.subarray(...(version === 1 ? [344, 347] : [4, 7])));
  if (magic !== `n+${version}` && magic !== `ni${version}`) return null;
  return { version, bigEndian, single: magic[1] === '+' };
}

function parseFirst(bytes: Uint8Array, found: Version): NiftiFields {
  const view = viewOf(bytes);
  const int16 = (at: number) => view.getInt16(at, !found.bigEndian);
  const float32 = (at: number) => view.getFloat32(at, !found.bigEndian);
  return {
    ...found,
    dim: each(8, 40, 2, int16),
    intent: int16(68),
    datatype: int16(70),
    pixdim: each(8, 76, 4, float32),
    voxOffset: float32(108),
    slope: float32(112),
    intercept: float32(116),
    units: view.getUint8(123),
    qformCode: int16(252),
    sformCode: int16(254),
    quaternion: each(3, 256, 4, float32),
    qoffset: each(3, 268, 4, float32),
    sform: decodeExactSform(bytes, [each(4, 280, 4, float32), each(4, 296, 4, float32), each(4, 312, 4, float32)]),
  };
}

function parseSecond(bytes: Uint8Array, found: Version): NiftiFields {
  const view = viewOf(bytes);
  const int32 = (at: number) => view.getInt32(at, !found.bigEndian);
  const int64 = (at: number) => Number(view.getBigInt64(at, !found.bigEndian));
  const float64 = (at: number) => view.getFloat64(at, !found.bigEndian);
  return {
    ...found,
    datatype: view.getInt16(12, !found.bigEndian),
    dim: each(8, 16, 8, int64),
    pixdim: each(8, 104, 8, float64),
    voxOffset: int64(168),
    slope: float64(176),
    intercept: float64(184),
    qformCode: int32(344),
    sformCode: int32(348),
    quaternion: each(3, 352, 8, float64),
    qoffset: each(3, 376, 8, float64),
    sform: [each(4, 400, 8, float64), each(4, 432, 8, float64), each(4, 464, 8, float64)],
    units: int32(500),
    intent: int32(504),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function each(count: number, start: number, size: number, read: (at: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => read(start + i * size));
}
