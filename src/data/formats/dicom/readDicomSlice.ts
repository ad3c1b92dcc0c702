import { requireInteger } from '../../../utils/check';
import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import type { VoxelKind } from '../../volume';
import { type DicomHeader, headerOf } from './header';
import { openPixels } from './pixels';
import { parseWhole } from './readDicomHeader';
import { rescale } from './rescale';

/** Options of {@link readDicomSlice}. */
export interface DicomSliceOptions {
  /** Which frame of a multi-frame file, from 0. @defaultValue `0` */
  frame?: number;
  /** Whether the values are Hounsfield units or labels, to which padding does not apply. @defaultValue `'hu'` */
  kind?: VoxelKind;
}

/** One slice of a DICOM file. */
export interface DicomSlice {
  readonly rows: number;
  readonly columns: number;
  /** Hounsfield units (or labels) row by row, as the file has its rows. */
  readonly values: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  readonly header: DicomHeader;
}

/**
 * Reads one frame of one DICOM file with slope and intercept applied.
 *
 * Values that the file calls padding become −1024 HU if they were more, and are otherwise left as they are, but not below
 * −32,768. The values are 16-bit integers if slope and intercept are whole and all values fit, else 32-bit floats.
 *
 * Allocated are at most 12 bytes per pixel besides the file. What is not compressed must be as long as the header says; a
 * compressed frame has at most 2²⁴ pixels, and the size in its own head must be that of the header; a deflated file
 * inflates to at most 1032 times its length. The codec of JPEG 2000 is loaded on demand and keeps 50 MB, more after large
 * frames.
 *
 * Read are implicit and explicit little endian, explicit big endian, deflated, RLE, JPEG lossless (.57, .70), JPEG-LS
 * (.80, .81) and JPEG 2000 (.90, .91).
 *
 * @throws CtFileError (the promise) if the file is no DICOM image, of another transfer syntax, coloured, broken or cut off
 * @throws RangeError (the promise) if `frame` is no integer of at least 0
 */
export async function readDicomSlice(
  file: CtFile,
  { frame = 0, kind = 'hu' }: DicomSliceOptions = {},
): Promise<DicomSlice> {
  requireInteger('readDicomSlice', 'frame', frame, 0);
  const { header, readFrame } = await openSlices(file, kind);
  if (frame >= header.frames.length)
    throw new CtFileError(file.name, `frame ${frame} is asked for, but there are ${header.frames.length}, from 0`);
  return { rows: header.rows, columns: header.columns, values: await readFrame(frame), header };
}

/** All frames of a file, read when they are asked for. */
export async function openSlices(
  file: CtFile,
  kind: VoxelKind,
): Promise<{ header: DicomHeader; readFrame(frame: number): Promise<DicomSlice['values']> }> {
  const parsed = await parseWhole(file);
  const header = headerOf(file.name, parsed);
  const readStored = await openPixels(file.name, parsed, header);
  const readFrame = async (frame: number) =>
    rescale(await readStored(frame), header.frames[frame]!, header.padding, kind);
  return { header, readFrame };
}
