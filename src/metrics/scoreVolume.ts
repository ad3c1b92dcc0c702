import type { ScoredSlice, ScoredVolume } from './evaluationReport';
import { type ItemScores, type ItemScoring, itemScores } from './itemScores';
import type { Mask } from './mask';

/** Scores of one volume and of its slices. `null`: nobody has drawn it there. */
export interface ScoredPair {
  readonly volume: ScoredVolume | null;
  readonly slices: readonly (ScoredSlice | null)[];
}

/** Names of a volume and its slices. */
export interface VolumeNames {
  readonly patient: string;
  readonly name: string;
  readonly slices?: readonly string[];
}

/** Binary mask of a volume. */
export interface BinaryMask extends Mask {
  readonly data: Uint8Array;
}

/**
 * Scores a volume as a whole, and its slices as pictures.
 *
 * @param drawn for each slice, whether somebody has drawn in it; at least one is
 */
export function scoreVolume(
  names: VolumeNames,
  [truth, prediction]: readonly [truth: BinaryMask, prediction: BinaryMask],
  how: ItemScoring,
  drawn: readonly boolean[] | null = null,
): ScoredPair {
  const slices = Array.from({ length: truth.shape[0]! }, (_, index) =>
    (drawn?.[index] ?? true) ? itemScores(sliceOf(truth, index), sliceOf(prediction, index), how) : null,
  );
  return namedScores(names, itemScores(truth, prediction, how), slices);
}

/** Gives the scores of a volume and of its slices their names. */
export function namedScores(
  { patient, name, slices: names }: VolumeNames,
  volume: ItemScores | null,
  slices: readonly (ItemScores | null)[],
): ScoredPair {
  const named = { patient, volume: name };
  return {
    volume: volume && { ...named, ...volume },
    slices: slices.map((scores, i) => scores && { ...named, slice: names?.[i] ?? String(i), ...scores }),
  };
}

function sliceOf({ data, shape: [, height, width], spacing }: BinaryMask, index: number): Mask {
  const pixels = height! * width!;
  return {
    data: data.subarray(index * pixels, (index + 1) * pixels),
    shape: [height!, width!],
    spacing: spacing?.slice(1) ?? null,
  };
}
