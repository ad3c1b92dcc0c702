import { requireKnown } from '../utils/check';
import type { CtScan, CtSlice } from './dataSet';
import { numberedMask } from './labels/numberedMask';
import { stepLengths } from './orientation';
import { toVolume } from './toVolume';
import { unevenness } from './unevenness';
import type { Affine, Volume } from './volume';

/** Options of {@link scanVolume}. */
export interface ScanVolumeOptions {
  /**
   * Called with notes, for instance that the spacing is unknown. `null`: notes are dropped. @defaultValue
   * `console.warn`
   */
  onNote?: ((note: string) => void) | null;
}

/** A scan and its mask as volumes of the same geometry. */
export interface ScanVolume {
  /** Hounsfield units in int16 if all are integers, else in float32; grey levels in uint8. */
  readonly image: Volume;
  /** Ground truth in uint8: 1 inside the liver, else 0. Of a scan with a label table, the numbers and names of its labels. */
  readonly labels: Volume;
}

/**
 * Reads all slices of a scan of any data set as volumes, for {@link encodeNifti}, {@link encodeMetaImage} or
 * {@link resampleVolume}.
 *
 * Slices are axial, with the patient's right on the left, anterior at the top and the feet first. Volumes lie where the
 * scan lies in the scanner. If that is unknown, the first voxel is at 0 mm; if the spacing is unknown, voxels of 1 mm
 * are assumed, and a note says so; override it by `scanVolume({ ...scan, spacing: [z, y, x] })`. Options:
 * {@link ScanVolumeOptions}.
 *
 * @throws RangeError (the promise) if slices differ in size; also what reading them throws
 * @example
 * ```ts
 * import { phantomDataSet, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 4, size: 32 }).patients;
 * const { image, labels } = await scanVolume(patient!.scans[0]!);
 * console.log(image.shape, image.kind, labels.kind); // [4, 32, 32] hu label
 * ```
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
  const geometry = {
    size: [width, height, slices.length],
    affine: affineOf(scan),
  } as const;
  const uneven = unevenness(scan);
  const labels = new Uint8Array(height * width * slices.length);
  for (const [index, { mask }] of slices.entries()) labels.set(mask, index * height * width);
  return {
    image: { ...toVolume({ data: joined(slices), ...geometry }, 'hu', scan.name), ...uneven },
    labels: { ...numbered(toVolume({ data: labels, ...geometry }, 'label', scan.name), labels, scan), ...uneven },
  };
}

const numbered = (mask: Volume, codes: Uint8Array, { labels }: CtScan): Volume =>
  labels ? numberedMask({ ...mask, data: codes }, labels) : mask;

/** The scan's own affine, or axes along the patient's from 0 mm if it is unknown or of another spacing. */
function affineOf({ affine, spacing }: CtScan): Affine {
  const [z, y, x] = spacing ?? [1, 1, 1];
  const isOwn = affine && stepLengths(affine).every((step, i) => Math.abs(step - [x, y, z][i]!) <= 1e-3 * step);
  if (isOwn) return affine;
  return [
    [x, 0, 0, 0],
    [0, y, 0, 0],
    [0, 0, z, 0],
  ];
}

function requireAlike(slices: readonly CtSlice[]): CtSlice {
  const first = slices[0]!;
  const other = slices.find(({ height, width }) => height !== first.height || width !== first.width);
  if (!other) return first;
  const size = ({ name, height, width }: CtSlice) => `${name} is ${height}×${width}`;
  throw new RangeError(
    `scanVolume: slices of a volume must have the same size; received ${size(first)}, ${size(other)}`,
  );
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
