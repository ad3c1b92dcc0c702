import { describe, expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { compareModels } from '../../../src/metrics/compareModels';
import { evaluateVolumes } from '../../../src/metrics/evaluateVolumes';
import { SCORE_NAMES } from '../../../src/metrics/itemScores';
import type { Mask } from '../../../src/metrics/mask';
import type { VolumePair } from '../../../src/metrics/volumePair';

const numbers = (rows: string[]) => rows.flatMap((row) => [...row].map(Number));
const mask = (rows: string[], spacing: number[] | null = [1, 1, 1]): Mask => ({
  data: numbers(rows),
  shape: [rows.length / 4, 4, 4],
  spacing,
});
const pair = (truth: string[], prediction: string[], patient = 'a'): VolumePair => ({
  ...{ patient, name: 'ct' },
  ...{ truth: mask(truth), prediction: mask(prediction) },
});
const blank = ['0000', '0000', '0000', '0000'];
const organs = labelTable({ liver: 1, spleen: 2 }, { ignore: 9 });

describe('two organs in 4 × 4 pixels', () => {
  const first = pair(['1100', '1102', '0022', '0022'], ['1110', '1002', '0022', '0002']);

  it('are scored each, and in the mean', async () => {
    const { classes, perVolume, counts, micro, confusion } = await evaluateVolumes([first], { labels: organs });
    const { liver, spleen } = classes;
    expect(liver!.counts).toEqual({ tp: 3, fp: 1, fn: 1 });
    expect(spleen!.counts).toEqual({ tp: 4, fp: 0, fn: 1 });
    expect(liver!.perVolume.diceCoefficient).toEqual({ mean: 0.75, sd: 0, n: 1, skipped: 0 });
    expect(spleen!.perVolume.recall.mean).toBe(0.8);
    expect(liver!.perVolume.hausdorffDistance.mean).toBe(1);
    expect(perVolume.diceCoefficient.mean).toBeCloseTo((0.75 + 8 / 9) / 2, 12);
    expect(perVolume.volumeDifferenceMl.mean).toBeCloseTo(-0.0005, 12);
    expect(micro.recall).toBeCloseTo((0.75 + 0.8) / 2, 12);
    expect(counts).toEqual({ tp: 7, fp: 1, fn: 2 });
    expect(confusion).toEqual({
      labels: ['background', 'liver', 'spleen'],
      voxels: [
        [6, 1, 0],
        [1, 3, 0],
        [1, 0, 4],
      ],
    });
  });

  it('have an NSD at the tolerance of each, treated as an overlap score', async () => {
    const both = await evaluateVolumes([first], { labels: organs, tolerance: 1 });
    expect(both.classes.liver!.perVolume.surfaceDice!.mean).toBe(1);
    expect(both.emptyRule).toContain('surfaces count as the same within 1 mm.');
    const options = { labels: organs, tolerance: { liver: 0 }, emptyValue: Number.NaN };
    const { classes, perVolume } = await evaluateVolumes([first, pair(blank, blank, 'b')], options);
    expect(classes.liver!.perVolume.surfaceDice).toEqual({ mean: 0.75, sd: 0, n: 1, skipped: 1 }); // 3 + 3 of 4 + 4
    expect(perVolume.surfaceDice!.mean).toBe(0.75);
    expect('surfaceDice' in classes.spleen!.perVolume).toBe(false);
    expect(Object.keys(classes.spleen!.perVolume)).toEqual(SCORE_NAMES);
  });

  it('are compared label by label, or in the mean', async () => {
    const perfect = await evaluateVolumes([{ ...first, prediction: first.truth }], { labels: organs, tolerance: 0 });
    const other = await evaluateVolumes([first], { labels: organs, tolerance: 0 });
    expect(compareModels(perfect, other).meanDifference).toBeCloseTo((0.25 + 1 / 9) / 2, 12);
    expect(compareModels(perfect.classes.liver!, other.classes.liver!).meanDifference).toBe(0.25);
    const nsd = compareModels(perfect.classes.liver!, other.classes.liver!, { score: 'surfaceDice' });
    expect(nsd.meanDifference).toBe(0.25);
  });
});

describe('pixels that nobody has drawn', () => {
  it('count nowhere, and slices of nothing else are skipped', async () => {
    const truth = [...['1199', '1199', '0000', '0000'], ...['9999', '9999', '9999', '9999']];
    const prediction = [...['1111', '1122', '0000', '0000'], ...['1111', '0000', '0000', '2222']];
    const { classes, perSlice, confusion } = await evaluateVolumes([pair(truth, prediction)], { labels: organs });
    expect(classes.liver!.counts).toEqual({ tp: 4, fp: 0, fn: 0 });
    expect(classes.liver!.perSlice.diceCoefficient).toEqual({ mean: 1, sd: 0, n: 1, skipped: 1 });
    expect(classes.spleen!.perVolume.predictionMl.mean).toBe(0);
    expect(perSlice.diceCoefficient.skipped).toBe(1);
    expect(confusion!.voxels.flat()).toEqual([8, 0, 0, 0, 4, 0, 0, 0, 0]);
    expect(classes.liver!.emptyRule).toContain(
      'Slices and volumes that nobody has drawn have no scores (1 of 2 slices, 0 of 1 volumes).',
    );
  });

  it('a label that nobody has drawn is skipped, counted, and not averaged', async () => {
    const rows = ['1100', '1100', '0022', '0022'];
    const partly = { ...pair(rows, ['1100', '0000', '0022', '0022'], 'b'), undrawn: ['spleen'] };
    const report = await evaluateVolumes([pair(rows, rows), partly], { labels: organs });
    const { liver, spleen } = report.classes;
    expect(spleen!.perVolume.diceCoefficient).toEqual({ mean: 1, sd: 0, n: 1, skipped: 1 });
    expect(spleen!.volumes.map(({ patient }) => patient)).toEqual(['a']);
    expect(liver!.perVolume.recall).toEqual({ mean: 0.75, sd: 0.25, n: 2, skipped: 0 });
    expect(report.perVolume.recall).toEqual({ mean: 0.75, sd: 0.25, n: 2, skipped: 0 });
    expect(report.emptyRule).toMatch(
      /^Scores are means over the labels; .* have no scores \(1 of 4 slices, 1 of 4 volumes\)/,
    );
  });

  it('a label that nobody has drawn in any volume has no score, and takes none from the others', async () => {
    const rows = ['1100', '1100', '0000', '0000'];
    const { classes, micro } = await evaluateVolumes([{ ...pair(rows, rows), undrawn: ['spleen'] }], {
      labels: organs,
    });
    expect(classes.spleen!.perVolume.recall).toEqual({ mean: Number.NaN, sd: Number.NaN, n: 0, skipped: 1 });
    expect(classes.spleen!.micro.recall).toBeNaN();
    expect(micro.recall).toBe(1);
  });
});

it('overlapping regions are scored each, from codes', async () => {
  const labels = labelTable({ liver: [1, 2], tumour: 2 });
  const one = pair(['1120', '0000', '0000', '0000'], ['0000', '0000', '0000', '0000']);
  const codes = Uint8Array.from(numbers(['1132', '0000', '0000', '0000']));
  const { classes, confusion } = await evaluateVolumes([{ ...one, prediction: { ...one.prediction, codes } }], {
    labels,
  });
  expect(classes.liver!.counts).toEqual({ tp: 3, fp: 0, fn: 0 });
  expect(classes.tumour!.counts).toEqual({ tp: 1, fp: 1, fn: 0 });
  expect(confusion).toBeNull();
});

it('what is not a table is refused', async () => {
  const labels = { liver: 1 } as object as typeof organs;
  await expect(evaluateVolumes([], { labels })).rejects.toThrow(
    'evaluateVolumes: `labels` must be a table of labels; received {"liver":1}',
  );
});
