import { invalidOption } from '../../../utils/errors';
import { deflate } from '../../deflate';
import { type Grid, stepLengths } from '../../orientation';
import { requireVolume } from '../../requireVolume';
import { scalarTypeOf } from '../../stored/scalarType';
import { toStored } from '../../toVolume';
import type { Affine, Volume } from '../../volume';
import { encodeExactSform } from './exactSform';
import { labelIntent } from './niftiFields';
import { qformFor, sformOf } from './niftiPlace';
import type { Qform } from './qform';

/** NIfTI's codes of data types. */
const types = { int8: 256, uint8: 2, int16: 4, uint16: 512, int32: 8, uint32: 768, float32: 16, float64: 64 } as const;

const headerBytes = 348;

/** Longest axis in NIfTI-1, in voxels. */
const longestAxis = 32_767;

/**
 * Encodes a volume as a gzipped NIfTI-1 file (`.nii.gz`): in its own number type and in the axes of its source file
 * (`storedAs`), so that a mask is aligned with its scan voxel by voxel in any program.
 *
 * Reading it back gives the same voxels and geometry. The sform holds the position, and so does the qform unless the
 * scan's gantry was tilted; ITK programs, 3D Slicer among them, need a qform and open such masks as `.mha`.
 * NIfTI-1 stores both in float32, so a header extension keeps the float64 numbers. Labels are marked by the intent
 * code.
 *
 * @throws OptionError if an axis is longer than 32,767 voxels, it is not a volume, or its parts are inconsistent
 * @example
 * ```ts no-run
 * import { encodeNifti, predictVolume, readVolume } from 'msa-unet';
 * import { ctFiles, openRun, writeFileAtomic } from 'msa-unet/node';
 *
 * const { model, inference } = await openRun('runs/liver');
 * const mask = await predictVolume(model, await readVolume(await ctFiles('scans/patient-1')), inference);
 * await writeFileAtomic('masks/patient-1.nii.gz', await encodeNifti(mask));
 * ```
 */
export async function encodeNifti(volume: Volume): Promise<Uint8Array<ArrayBuffer>> {
  requireVolume('encodeNifti', volume);
  const grid = toStored(volume);
  const { data, size } = grid;
  if (size.some((length) => length > longestAxis))
    throw invalidOption('encodeNifti', 'volume.shape', `at most ${longestAxis} along each axis`, volume.shape);
  const sform = sformOf(grid);
  const extension = encodeExactSform(sform);
  const offset = headerBytes + extension.length;
  const bytes = new Uint8Array(offset + data.byteLength);
  const place = { sform, qform: qformFor(volume) };
  writeHeader(new DataView(bytes.buffer), grid, place, offset, volume.kind === 'label');
  bytes.set(extension, headerBytes);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  return deflate(bytes, 'gzip');
}

function writeHeader(
  view: DataView,
  { data, size, affine }: Grid,
  { sform, qform }: { readonly sform: Affine; readonly qform: Qform | null },
  offset: number,
  isLabel: boolean,
): void {
  const int16 = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setInt16(at + 2 * i, value, true);
  };
  const float32 = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setFloat32(at + 4 * i, value, true);
  };
  const origin = qform?.offset ?? sform.map((row) => row[3]);
  view.setInt32(0, headerBytes, true); // sizeof_hdr
  int16(40, [3, ...size, 1, 1, 1, 1]); // dim
  int16(68, [isLabel ? labelIntent : 0, types[scalarTypeOf(data)], data.BYTES_PER_ELEMENT * 8]); // intent, datatype, bitpix
  float32(76, [qform?.sign ?? 1, ...stepLengths(affine)]); // pixdim
  float32(108, [offset, 1, 0]); // vox_offset, scl_slope, scl_inter
  view.setUint8(123, 2); // xyzt_units: mm
  int16(252, [qform ? 1 : 0, 1]); // qform_code, sform_code: scanner
  float32(256, [...(qform?.bcd ?? [0, 0, 0]), ...origin, ...sform.flat()]); // quatern, qoffset, srow
  for (const [i, letter] of [...'n+1'].entries()) view.setUint8(344 + i, letter.charCodeAt(0)); // magic
}
