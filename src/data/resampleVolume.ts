import { requireInteger, requireKnown, requireOneOf, requirePositive } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { requireVolume } from './requireVolume';
import type { Affine, AffineRow, Volume, VoxelArray } from './volume';

/** Options of {@link resampleVolume}; give either `spacing` or `shape`. */
export interface ResampleVolumeOptions {
  /**
   * Target spacing in mm, in the order of {@link Volume.spacing}; the shape is rounded to fill the volume.
   * @defaultValue none
   */
  spacing?: readonly [z: number, y: number, x: number];
  /** Target number of slices, rows and columns over the same extent. @defaultValue none */
  shape?: readonly [depth: number, height: number, width: number];
  /**
   * Interpolation: `'linear'`, or `'nearest'`, which takes the larger index of two equally close voxels. @defaultValue
   * `'linear'`, for labels `'nearest'`
   */
  method?: 'linear' | 'nearest';
}

/**
 * Resamples a volume to another grid with the same axes.
 *
 * Both grids share their centre, so that voxels lie equally far inside the edges (aligned by half a voxel, not by the
 * centres of the corner voxels). Beyond the centres of the outer voxels, their values are repeated. Options:
 * {@link ResampleVolumeOptions}.
 *
 * @returns a new volume; linear values are float32, nearest ones keep their type
 * @throws OptionError if `spacing` and `shape` are both given or both missing, a number is out of range, `method` is
 * `'linear'` for labels, it is not a volume, or its parts are inconsistent
 * @example
 * ```ts
 * import { phantomDataSet, resampleVolume, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 4, size: 32 }).patients;
 * const { image } = await scanVolume(patient!.scans[0]!);
 * console.log(image.spacing, resampleVolume(image, { spacing: [15, 15, 15] }).shape); // [45, 11.25, 11.25] [12, 24, 24]
 * ```
 */
export function resampleVolume(
  volume: Volume,
  { spacing, shape, method, ...others }: ResampleVolumeOptions = {},
): Volume {
  requireKnown<ResampleVolumeOptions>('resampleVolume', others, { spacing, shape, method });
  requireVolume('resampleVolume', volume);
  const how = method ?? (volume.kind === 'label' ? 'nearest' : 'linear');
  requireOneOf('resampleVolume', 'method', how, ['linear', 'nearest']);
  if (how === 'linear' && volume.kind === 'label')
    throw invalidOption('resampleVolume', 'method', "'nearest' for labels, which cannot be mixed", how);
  const axes = planAxes(volume, spacing, shape);
  const data = resampled(how === 'linear' ? new Float32Array(volume.data) : volume.data, axes, how);
  const [z, y, x] = axes;
  const { slicePlaces, codes, ...unchanged } = volume;
  const keepsSlices = z.step === 1 && z.length === z.from;
  return {
    ...unchanged,
    ...(slicePlaces && keepsSlices && { slicePlaces }),
    data,
    ...(codes && { codes: Uint8Array.from(resampled(codes, axes, 'nearest')) }),
    shape: [z.length, y.length, x.length],
    spacing: spacing ?? [volume.spacing[0] * z.step, volume.spacing[1] * y.step, volume.spacing[2] * x.step],
    affine: moved(volume.affine, [x, y, z]),
  };
}

/** One axis of the new grid in old indices: voxel i is at `start` + i · `step`. */
interface AxisPlan {
  readonly from: number;
  readonly length: number;
  readonly start: number;
  readonly step: number;
}

/** Resamples voxels along each axis in turn, into a new array. */
function resampled(values: VoxelArray, axes: readonly AxisPlan[], how: 'linear' | 'nearest'): VoxelArray {
  let data: VoxelArray = values.slice();
  const now = axes.map(({ from }) => from);
  for (const [axis, plan] of axes.entries()) {
    const inner = now.slice(axis + 1).reduce((product, length) => product * length, 1);
    data = resampleAxis(data, plan, inner, how);
    now[axis] = plan.length;
  }
  return data;
}

type ZYX<T> = readonly [z: T, y: T, x: T];

function planAxes(
  volume: Volume,
  spacing: ZYX<number> | undefined,
  shape: ZYX<number> | undefined,
): [z: AxisPlan, y: AxisPlan, x: AxisPlan] {
  if ((spacing === undefined) === (shape === undefined))
    throw invalidOption('resampleVolume', 'options', 'exactly one of spacing and shape', { spacing, shape });
  requireThree('spacing', '[z, y, x] in mm', spacing);
  requireThree('shape', '[depth, height, width]', shape);
  const plan = (axis: 0 | 1 | 2): AxisPlan => {
    const from = volume.shape[axis];
    if (shape) {
      requireInteger('resampleVolume', 'shape', shape[axis]);
      return aligned(from, shape[axis], from / shape[axis]);
    }
    requirePositive('resampleVolume', 'spacing', spacing![axis]);
    const step = spacing![axis] / volume.spacing[axis];
    return aligned(from, Math.max(1, Math.round(from / step)), step);
  };
  return [plan(0), plan(1), plan(2)];
}

function requireThree(option: string, which: string, numbers: unknown): void {
  if (numbers !== undefined && !(Array.isArray(numbers) && numbers.length === 3))
    throw invalidOption('resampleVolume', option, `three numbers, ${which}`, numbers);
}

/** Aligns the centres of both grids. */
function aligned(from: number, length: number, step: number): AxisPlan {
  return { from, length, start: (from - 1) / 2 - (step * (length - 1)) / 2, step };
}

/** Resamples along one axis of an array of shape [any, from, inner]. */
function resampleAxis(data: VoxelArray, plan: AxisPlan, inner: number, how: 'linear' | 'nearest'): VoxelArray {
  const { from, length, start, step } = plan;
  if (length === from && step === 1) return data;
  const outer = data.length / (from * inner);
  const Numbers = data.constructor as new (length: number) => VoxelArray;
  const out = new Numbers(outer * length * inner);
  const places = Float64Array.from({ length }, (_, i) => Math.min(Math.max(start + i * step, 0), from - 1));
  const lows = places.map((place) =>
    how === 'nearest' ? Math.min(Math.floor(place + 0.5), from - 1) : Math.floor(place),
  );
  for (let o = 0, target = 0; o < outer; o++)
    for (let i = 0; i < length; i++) {
      const share = how === 'nearest' ? 0 : places[i]! - lows[i]!;
      let source = (o * from + lows[i]!) * inner;
      for (let k = 0; k < inner; k++, source++, target++) {
        const value = data[source]!;
        // With a share of 0, the neighbour has no effect, even if it is NaN or missing.
        out[target] = share === 0 ? value : value + share * (data[source + inner]! - value);
      }
    }
  return out;
}

function moved([left, back, head]: Affine, axes: readonly [x: AxisPlan, y: AxisPlan, z: AxisPlan]): Affine {
  const [x, y, z] = axes;
  const row = (old: AffineRow): AffineRow => [
    old[0] * x.step,
    old[1] * y.step,
    old[2] * z.step,
    old[3] + old[0] * x.start + old[1] * y.start + old[2] * z.start,
  ];
  return [row(left), row(back), row(head)];
}
