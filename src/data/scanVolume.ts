import { requireKnown } from '../utils/check';
import type { CtScan, CtSlice } from './dataSet';
import { toVolume } from './toVolume';
import type { Volume } from './volume';

/** Options of {@link scanVolume}. */
export interface ScanVolumeOptions {
  /** Takes what a user should know: a spacing that is not known. `null`: nobody is told. @defaultValue `console.warn` */
  onNote?: ((note: string) => void) | null;
}

/** A scan and its masks as volumes of one geometry. */
export interface ScanVolume {
  /** Hounsfield units in int16 where all are whole numbers, else in float32; grey levels in uint8. */
  readonly image: Volume;
  /** 1 where there is liver, else 0, in uint8. */
  readonly labels: Volume;
}

/**
 * All slices of a scan of any data set as volumes, for `encodeNifti`, `encodeMetaImage` or `resampleVolume`.
 *
 * Slices are axial, with the patient's right at the left, the front at the top and the feet first, and the first voxel is
 * at 0 mm: a data set keeps the spacing of a scan, but not where it lay in the scanner. Where the spacing is not known,
 * voxels of 1 mm are assumed, and a note says so; `scanVolume({ ...scan, spacing: [z, y, x] })` knows better.
 *
 * @throws RangeError (the promise) if slices differ in size; what reading them throws
 */
export async function scanVolume(
  scan: CtScan,
  { onNote = console.warn, ...others }: ScanVolumeOptions = {},
): Promise<ScanVolume> {
  requireKnown<ScanVolumeOptions>('scanVolume', others, { onNote });
  const slices: CtSlice[] = [];
  for (let index = 0; index < scan.depth; index++) slices.push(await scan.readSlice(index));
  const { height, width } = requireAlike(slices);
  if (!scan.spacing) onNote?.(`${scan.name}: the spacing is not known; voxels of 1 mm are assumed`);
  const [z, y, x] = scan.spacing ?? [1, 1, 1];
  const geometry = {
    size: [width, height, slices.length],
    affine: [
      [x, 0, 0, 0],
      [0, y, 0, 0],
      [0, 0, z, 0],
    ],
  } as const;
  const labels = new Uint8Array(height * width * slices.length);
  for (const [index, { mask }] of slices.entries()) labels.set(mask, index * height * width);
  return {
    image: toVolume({ data: joined(slices), ...geometry }, 'hu', scan.name),
    labels: toVolume({ data: labels, ...geometry }, 'label', scan.name),
  };
}

function requireAlike(slices: readonly CtSlice[]): CtSlice {
  const first = slices[0]!;
  const other = slices.find(({ height, width }) => height !== first.height || width !== first.width);
  if (!other) return first;
  const size = ({ name, height, width }: CtSlice) => `${name} is ${height}×${width}`;
  throw new RangeError(`scanVolume: slices of a volume are of one size; ${size(first)}, ${size(other)}`);
}

function joined(slices: readonly CtSlice[]): Int16Array | Float32Array | Uint8Array {
  const Values = slices.every(({ unit }) => unit === 'grey')
    ? Uint8Array
    : slices.every(fitsInt16)
      ? Int16Array
      : Float32Array;
  const { length } = slices[0]!.values;
  const all = new Values(length * slices.length);
  for (const [index, { values }] of slices.entries()) all.set(values, index * length);
  return all;
}

function fitsInt16({ values }: CtSlice): boolean {
  return !(values instanceof Float32Array) || values.every((value) => value === (value << 16) >> 16);
}
