import type { LabelReport, ScoredSlice, ScoredVolume } from './evaluationReport';
import type { ScoreSummary } from './scoreSummary';
import type { ScoredPair } from './scoreVolume';

/** Scores of one mask, or of the mean of several, in all volumes so far. */
export class Tally {
  readonly volumes: ScoredVolume[] = [];
  readonly slices: ScoredSlice[] = [];
  /** Numbers of volumes and slices that nobody has drawn. */
  readonly skipped = { volumes: 0, slices: 0 };
  /** Number of scored volumes with unevenly spaced slices. */
  uneven = 0;

  add({ volume, slices }: ScoredPair, isUneven: boolean): void {
    const drawn = slices.filter((slice) => slice !== null);
    this.slices.push(...drawn);
    this.skipped.slices += slices.length - drawn.length;
    if (!volume) {
      this.skipped.volumes++;
      return;
    }
    this.volumes.push(volume);
    if (isUneven) this.uneven++;
  }

  /** Adds the scores of another tally, from its report. */
  join({ volumes, slices, uneven, perVolume, perSlice }: LabelReport): void {
    for (const volume of volumes) this.volumes.push(volume);
    for (const slice of slices) this.slices.push(slice);
    this.uneven += uneven;
    this.skipped.volumes += counted(perVolume.diceCoefficient) - volumes.length;
    this.skipped.slices += counted(perSlice.diceCoefficient) - slices.length;
  }
}

/** Number of items of a summary, with and without a score. */
const counted = ({ n, skipped }: ScoreSummary) => n + skipped;
