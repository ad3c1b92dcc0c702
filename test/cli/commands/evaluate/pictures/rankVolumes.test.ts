import type { ScoredVolume } from 'msa-unet';
import { expect, test } from 'vitest';

import { rankVolumes } from '../../../../../src/cli/commands/evaluate/pictures/rankVolumes';

const ranked = (...scores: number[]) =>
  rankVolumes(scores.map((diceCoefficient, i) => ({ volume: `v${i}`, diceCoefficient }) as ScoredVolume)).map(
    ({ rank, volume }) => `${rank} ${volume.volume}`,
  );

test('the three lowest scores are the worst, the three nearest to the median the middle ones', () => {
  expect(ranked(0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4, 0.5, 0.95, 0.97)).toEqual([
    'worst-1 v1',
    'worst-2 v3',
    'worst-3 v5',
    'middle-1 v8',
    'middle-2 v6',
    'middle-3 v4',
  ]);
});

test('of few volumes, none is drawn twice', () => {
  expect(ranked()).toEqual([]);
  expect(ranked(0.5, 0.4)).toEqual(['worst-1 v1', 'worst-2 v0']);
  expect(ranked(0.1, 0.2, 0.3, 0.4)).toEqual(['worst-1 v0', 'worst-2 v1', 'worst-3 v2', 'middle-1 v3']);
  expect(ranked(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7).slice(3)).toEqual(['middle-1 v3', 'middle-2 v4', 'middle-3 v5']);
});

test('equal scores keep their order, and volumes without a score are left out', () => {
  expect(ranked(0.5, Number.NaN, 0.5, 0.5)).toEqual(['worst-1 v0', 'worst-2 v2', 'worst-3 v3']);
});
