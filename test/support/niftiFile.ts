/** Fields of a NIfTI-1 header that tests set. */
export interface NiftiSetup {
  dim?: readonly number[];
  datatype?: number;
  pixdim?: readonly number[];
  voxOffset?: number;
  slope?: number;
  intercept?: number;
  units?: number;
  sform?: readonly number[];
  qform?: readonly number[];
  magic?: string;
  bigEndian?: boolean;
}

/** A NIfTI-1 file of 2 × 2 × 2 voxels of uint8, 1 to 8, at steps of 1 mm to the right, front and head. */
export function niftiFile(
  setup: NiftiSetup = {},
  voxels: Uint8Array = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
): Uint8Array {
  const {
    dim = [3, 2, 2, 2, 1, 1, 1, 1],
    datatype = 2,
    pixdim = [1, 1, 1, 1],
    voxOffset = 352,
    slope = 1,
    intercept = 0,
    units = 2,
    qform = null,
    sform = qform ? null : [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    magic = 'n+1',
    bigEndian = false,
  } = setup;
  const bytes = new Uint8Array(352 + voxels.length);
  const view = new DataView(bytes.buffer);
  const floats = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setFloat32(at + 4 * i, value, !bigEndian);
  };
  view.setInt32(0, 348, !bigEndian);
  for (const [i, value] of dim.entries()) view.setInt16(40 + 2 * i, value, !bigEndian);
  view.setInt16(70, datatype, !bigEndian);
  floats(76, pixdim);
  floats(108, [voxOffset, slope, intercept]);
  view.setUint8(123, units);
  view.setInt16(252, qform ? 1 : 0, !bigEndian);
  view.setInt16(254, sform?.length ? 1 : 0, !bigEndian);
  floats(256, qform ?? []);
  floats(280, sform ?? []);
  bytes.set(new TextEncoder().encode(magic), 344);
  bytes.set(voxels, 352);
  return bytes;
}
