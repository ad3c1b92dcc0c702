import { describe, expect, it } from 'vitest';

import { evaluateVolumes } from '../../../src/metrics/evaluateVolumes';
import type { LabelReport } from '../../../src/metrics/evaluationReport';
import type { ScoreName } from '../../../src/metrics/itemScores';
import golden from '../../golden/classScores.json';
import { randomPair, tables } from '../../support/randomVolumes';

const names = golden.scores as (ScoreName | 'surfaceDice')[];
const pairsOf = (kind: 'classes' | 'regions') =>
  Array.from({ length: 25 }, (_, i) => randomPair(2 * i + (kind === 'regions' ? 1 : 0)));

/** Expects a number up to rounding to 7 digits; `null` stands for NaN. */
function expectNear(received: number, expected: number | null, what: string): void {
  if (expected === null) expect(received, what).toBeNaN();
  else expect(Math.abs(received - expected), `${what}: ${received}`).toBeLessThan(1e-9 + 1e-6 * Math.abs(expected));
}

type Summaries = Record<string, (number | null)[][]>;

describe.each(['classes', 'regions'] as const)(
  '50 random volumes: scores of %s equal those of NumPy and SciPy',
  (kind) => {
    const report = evaluateVolumes(pairsOf(kind), { labels: tables[kind], tolerance: golden.tolerance[kind] });
    const parts = async (): Promise<[string, LabelReport][]> => {
      const { classes, ...mean } = await report;
      return [...Object.entries(classes), ['mean', mean]];
    };

    it('of every volume', async () => {
      const { classes } = await report;
      for (const [name, each] of Object.entries<(null | (number | null)[])[]>(golden[kind].each)) {
        const volumes = new Map(classes[name]!.volumes.map((volume) => [volume.patient, volume]));
        for (const [i, row] of each.entries()) {
          const volume = volumes.get(pairsOf(kind)[i]!.patient);
          expect(volume === undefined, `${name} of volume ${i} is skipped`).toBe(row === null);
          for (const [k, score] of names.entries())
            if (row) expectNear(volume![score]!, row[k]!, `${score} of ${name}, volume ${i}`);
        }
      }
    });

    it.each(['volumes', 'slices'] as const)('in the mean over %s, with as many skipped', async (unit) => {
      const expected = golden[kind][unit] as Summaries;
      for (const [name, part] of await parts()) {
        const summaries = unit === 'volumes' ? part.perVolume : part.perSlice;
        for (const [k, score] of names.entries()) {
          const [mean, n, skipped] = expected[name]![k]!;
          const what = `${score} of ${name} per ${unit}`;
          expectNear(summaries[score]!.mean, mean!, what);
          expect([summaries[score]!.n, summaries[score]!.skipped], what).toEqual([n, skipped]);
        }
      }
    });

    it('in the confusion matrix', async () => {
      expect((await report).confusion?.voxels ?? null).toEqual(golden[kind].confusion);
    });
  },
);
