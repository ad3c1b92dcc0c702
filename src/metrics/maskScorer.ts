import { type EvaluationReport, evaluationReport } from './evaluationReport';
import type { ItemScoring } from './itemScores';
import type { Mask } from './mask';
import { scoreVolume } from './scoreVolume';
import { Tally } from './tally';
import { voxelMl } from './volumeMl';
import type { VolumePair } from './volumePair';

/** Scores one pair after the other, and reports on all of them. */
export interface VolumeScorer {
  add(pair: VolumePair, grid: Grid, isUneven: boolean): void;
  /** Adds the scores of another scorer of the same kind, from its report. */
  join(report: EvaluationReport): void;
  report(): EvaluationReport;
}

/** Grid of both masks of a pair. */
export type Grid = Pick<Mask, 'shape' | 'spacing' | 'affine'>;

/** Scores masks of a single label: inside is what is above 0.5. */
export function maskScorer(how: Omit<ItemScoring, 'ml'>): VolumeScorer {
  const tally = new Tally();
  return {
    add(pair, grid, isUneven) {
      const binary = ({ data }: Mask) => ({ ...grid, data: inside(data) });
      const scored = scoreVolume(pair, [binary(pair.truth), binary(pair.prediction)], { ...how, ml: voxelMl(grid) });
      tally.add(scored, isUneven);
    },
    join: (report) => tally.join(report),
    report: () => evaluationReport(tally.volumes, tally.slices, { ...how, ...tally, tolerance: inMm(how.tolerance) }),
  };
}

/** A tolerance with its unit. */
export const inMm = (tolerance: number | null | undefined): string | null =>
  typeof tolerance === 'number' ? `${tolerance} mm` : null;

function inside(values: ArrayLike<number>): Uint8Array {
  if (values instanceof Uint8Array) return values;
  const ones = new Uint8Array(values.length);
  for (let i = 0; i < ones.length; i++) if (values[i]! > 0.5) ones[i] = 1;
  return ones;
}
