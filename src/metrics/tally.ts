import type { ScoredSlice, ScoredVolume } from './evaluationReport';
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
}
