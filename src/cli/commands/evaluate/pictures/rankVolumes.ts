import type { ScoredVolume } from 'msa-unet';

/** A volume and its place among all: `worst-1`, `middle-2`. */
export interface RankedVolume {
  readonly rank: string;
  readonly volume: ScoredVolume;
}

/** Volumes of each kind that are drawn. */
const most = 3;

/**
 * The volumes to draw: the three with the lowest DSC, and of the others the three nearest to the median, each from the
 * lowest. Equal ones keep their order; volumes without a DSC are left out.
 */
export function rankVolumes(volumes: readonly ScoredVolume[]): RankedVolume[] {
  const sorted = volumes
    .filter(({ diceCoefficient }) => !Number.isNaN(diceCoefficient))
    .sort((a, b) => a.diceCoefficient - b.diceCoefficient);
  const median = (sorted.length - 1) / 2;
  const others = sorted.map((_, place) => place).slice(most);
  const middle = others.sort((a, b) => Math.abs(a - median) - Math.abs(b - median) || a - b).slice(0, most);
  return [
    ...sorted.slice(0, most).map((volume, i) => ({ rank: `worst-${i + 1}`, volume })),
    ...middle.sort((a, b) => a - b).map((place, i) => ({ rank: `middle-${i + 1}`, volume: sorted[place]! })),
  ];
}
