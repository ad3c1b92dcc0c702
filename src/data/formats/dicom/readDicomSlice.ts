import { requireInteger, requireKnown } from '../../../utils/check';
import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import type { VoxelKind } from '../../volume';
import { type DicomHeader, headerOf } from './header';
import { openPixels } from './pixels';
import { parseWhole } from './readDicomHeader';
import { rescale } from './rescale';

/** Options of {@link readDicomSlice}. */
export interface DicomSliceOptions {
  /** Frame of a multi-frame file, from 0. @defaultValue `0` */
  frame?: number;
  /** Meaning of the values: Hounsfield units, or labels, to which padding does not apply. @defaultValue `'hu'` */
  kind?: VoxelKind;
}

/** One slice of a DICOM file. */
export interface DicomSlice {
  readonly rows: number;
  readonly columns: number;
  /** Hounsfield units (or labels), in the file's rows. */
  readonly values: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  readonly header: DicomHeader;
}

/**
 * Reads one frame of one DICOM file with slope and intercept applied.
 *
 * Padding values above −1024 HU become −1024 HU; lower ones stay, but not below −32,768. The values are 16-bit integers
 * if slope and intercept are whole and all values fit, else 32-bit floats.
 *
 * Memory is limited to 12 bytes per pixel besides the file. Uncompressed data must have the length that the header
 * implies; a compressed frame has at most 2²⁴ pixels, and its own head must agree with the header; a deflated file may
 * inflate to at most 1032 times its length. The JPEG 2000 codec is loaded on demand and keeps 50 MB, more after large
 * frames.
 *
 * Supports implicit and explicit little endian, explicit big endian, deflated, RLE, JPEG lossless (.57, .70), JPEG-LS
 * (.80, .81) and JPEG 2000 (.90, .91). Options: {@link DicomSliceOptions}.
 *
 * @throws CtFileError (the promise) if the file is not a DICOM image, of another transfer syntax, in colour, broken or
 * truncated
 * @throws OptionError (the promise) if `frame` is not an integer of at least 0
 * @example
 * ```ts no-run
 * import { readDicomSlice, windowHu } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const [file] = await ctFiles('scans/patient-1/slice-001.dcm');
 * const { values, rows, columns } = await readDicomSlice(file!);
 * const grey = windowHu(values);
 * console.log(grey.length === rows * columns); // true
 * ```
 */
export async function readDicomSlice(
  file: CtFile,
  { frame = 0, kind = 'hu', ...others }: DicomSliceOptions = {},
): Promise<DicomSlice> {
  requireKnown<DicomSliceOptions>('readDicomSlice', others, { frame, kind });
  requireInteger('readDicomSlice', 'frame', frame, 0);
  const { header, readFrame } = await openSlices(file, kind);
  if (frame >= header.frames.length)
    throw new CtFileError(
      file.name,
      `there is no frame ${frame}; the file has ${header.frames.length}, numbered from 0`,
    );
  return { rows: header.rows, columns: header.columns, values: await readFrame(frame), header };
}

/** Opens a file, whose frames are then read on demand. */
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
