import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type EvaluationReport, evaluationReport, type ScoredSlice, type ScoredVolume } from './evaluationReport';
import { type ItemScoring, itemScores } from './itemScores';
import { type Mask, requireSameGrid } from './mask';
import { type MetricOptions, metricOptions } from './metricOptions';
import type { SurfaceOptions } from './surfaceDistances';
import { voxelMl } from './volumeMl';

/** Ground truth and prediction of one volume, on the same three-dimensional grid. */
export interface VolumePair {
  /** Patient that the volume belongs to. */
  readonly patient: string;
  /** Name of the volume, unique within the patient. */
  readonly name: string;
  readonly truth: Mask;
  readonly prediction: Mask;
  /** Names of the slices, unique within the volume. @defaultValue their indices from 0 */
  readonly slices?: readonly string[];
}

/** Options of {@link evaluateVolumes}. */
export interface EvaluateVolumesOptions extends Pick<MetricOptions, 'emptyValue'>, SurfaceOptions {}

/**
 * Scores predictions volume by volume and slice by slice: overlap, surface distances in mm, volumes in ml. Slices are
 * scored in two dimensions, volumes as a whole.
 *
 * Takes one pair at a time and releases it after scoring, so that a generator that predicts volume after volume keeps
 * only one in memory. If a spacing is `null`, distances and volumes are NaN. Options: {@link EvaluateVolumesOptions}.
 *
 * @throws OptionError (the promise) if masks do not match, a name appears twice, or there is no volume
 * @example
 * ```ts
 * import { evaluateVolumes } from 'msa-unet';
 *
 * const truth = { data: [0, 1, 1, 0], shape: [1, 2, 2], spacing: [5, 0.8, 0.8] };
 * const prediction = { ...truth, data: [0, 1, 0, 0] };
 * const report = await evaluateVolumes([{ patient: 'p1', name: 'ct', truth, prediction }]);
 * console.log(report.perVolume.diceCoefficient.mean.toFixed(3)); // 0.667
 * ```
 */
export async function evaluateVolumes(
  pairs: Iterable<VolumePair> | AsyncIterable<VolumePair>,
  { openEnds = false, ...options }: EvaluateVolumesOptions = {},
): Promise<EvaluationReport> {
  requireKnown<EvaluateVolumesOptions>('evaluateVolumes', options, { emptyValue: 0, openEnds });
  const { emptyValue } = metricOptions('evaluateVolumes', options);
  const volumes: ScoredVolume[] = [];
  const slices: ScoredSlice[] = [];
  let uneven = 0;
  for await (const pair of pairs) {
    requirePair(pair, volumes);
    const masks = binaryPair(pair);
    if (pair.truth.isUneven || pair.prediction.isUneven) uneven++;
    const how = { emptyValue, openEnds, ml: voxelMl(masks[0]) };
    volumes.push({ patient: pair.patient, volume: pair.name, ...itemScores(...masks, how) });
    slices.push(...scoreSlices(pair, masks, how));
  }
  return evaluationReport(volumes, slices, { emptyValue, openEnds, uneven });
}

function requirePair({ patient, name, truth, prediction, slices }: VolumePair, before: readonly ScoredVolume[]): void {
  requireSameGrid('evaluateVolumes', truth, prediction);
  const [depth] = truth.shape;
  if (truth.shape.length !== 3)
    throw invalidOption('evaluateVolumes', 'truth.shape', '[depth, height, width]', truth.shape);
  if (slices && !(slices.length === depth && new Set(slices).size === depth))
    throw invalidOption('evaluateVolumes', 'slices', `a name of its own for each of ${depth} slices`, slices);
  if (before.some((other) => other.patient === patient && other.volume === name))
    throw invalidOption('evaluateVolumes', 'name', `different for each volume of ${patient}`, name);
}

function scoreSlices({ patient, name, slices }: VolumePair, pair: MaskPair, how: ItemScoring): ScoredSlice[] {
  return Array.from({ length: pair[0].shape[0]! }, (_, index) => {
    const [truth, prediction] = pair.map((mask) => sliceOf(mask, index)) as [Mask, Mask];
    const scores = itemScores(truth, prediction, how);
    return { patient, volume: name, slice: slices?.[index] ?? String(index), ...scores };
  });
}

interface BinaryMask extends Mask {
  readonly data: Uint8Array;
}

type MaskPair = readonly [truth: BinaryMask, prediction: BinaryMask];

/** Both masks as binary data, with the spacing and affine of whichever has one. */
function binaryPair({ truth, prediction }: VolumePair): MaskPair {
  const spacing = truth.spacing ?? prediction.spacing;
  const affine = truth.affine ?? prediction.affine ?? null;
  const binary = ({ data, shape }: Mask) => ({ data: inside(data), shape, spacing, affine });
  return [binary(truth), binary(prediction)];
}

function inside(values: ArrayLike<number>): Uint8Array {
  if (values instanceof Uint8Array) return values;
  const ones = new Uint8Array(values.length);
  for (let i = 0; i < ones.length; i++) if (values[i]! > 0.5) ones[i] = 1;
  return ones;
}

function sliceOf({ data, shape: [, height, width], spacing }: BinaryMask, index: number): Mask {
  const pixels = height! * width!;
  return {
    data: data.subarray(index * pixels, (index + 1) * pixels),
    shape: [height!, width!],
    spacing: spacing?.slice(1) ?? null,
  };
}
