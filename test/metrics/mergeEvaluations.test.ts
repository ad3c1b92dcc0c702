import { expect, it } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { type EvaluateVolumesOptions, evaluateVolumes, mergeEvaluations, type VolumePair } from '../../src/index';
import { Random } from '../../src/utils/random';

const random = new Random(5);
const shape = [3, 8, 8];

/** Masks of labels 0 to 2 that differ in a third of the voxels; the last slice of some pairs is `last` throughout. */
function pair(patient: string, last: number | null, others: Partial<VolumePair> = {}, isUneven = false): VolumePair {
  const truth = Array.from({ length: 192 }, (_, i) =>
    last !== null && i >= 128 ? last : Math.floor(random.uniform(0, 3)),
  );
  const data = truth.map((label) =>
    label < 3 && random.uniform(0, 1) < 0.7 ? label : Math.floor(random.uniform(0, 3)),
  );
  const grid = { shape, spacing: [2.5, 0.7, 0.7], isUneven };
  return { patient, name: 'ct', truth: { ...grid, data: truth }, prediction: { ...grid, data }, ...others };
}

const pairs = [
  pair('a', null),
  pair('b', 9, {}, true),
  pair('c', null, { undrawn: ['spleen'] }),
  pair('d', 0, { slices: ['x', 'y', 'z'] }),
];
const binary = pairs.map(({ undrawn, ...one }) => one);

const organs = labelTable({ liver: 1, spleen: 2 }, { ignore: 9 });
const regions = labelTable({ organ: [1, 2], spot: 2 });

it.each<[string, VolumePair[], EvaluateVolumesOptions]>([
  ['a mask', binary, {}],
  [
    'a mask, with open ends, a tolerance and empty masks undefined',
    binary,
    { openEnds: true, tolerance: 1, emptyValue: Number.NaN },
  ],
  ['labels, some of them not drawn', pairs, { labels: organs, tolerance: { liver: 1 } }],
  ['regions', pairs.filter((one) => !one.undrawn && one.patient !== 'b'), { labels: regions, tolerance: 2 }],
])('reports of single volumes join to the report of all, number by number: %s', async (_, all, options) => {
  const reports = await Promise.all(all.map((one) => evaluateVolumes([one], options)));
  expect(mergeEvaluations(reports, options)).toEqual(await evaluateVolumes(all, options));
});

it('reports of several volumes join too', async () => {
  const halves = [await evaluateVolumes(binary.slice(0, 2)), await evaluateVolumes(binary.slice(2))];
  expect(mergeEvaluations(halves)).toEqual(await evaluateVolumes(binary));
});

it('no report, a volume twice and other labels are refused', async () => {
  const [first] = binary as [VolumePair, ...VolumePair[]];
  const report = await evaluateVolumes([first]);
  expect(() => mergeEvaluations([])).toThrow('mergeEvaluations: `reports` must be one report or more; received []');
  expect(() => mergeEvaluations([report, report])).toThrow('mergeEvaluations: `reports` must be of different volumes');
  expect(() => mergeEvaluations([report], { labels: organs })).toThrow(
    'mergeEvaluations: `reports` must be of the labels liver, spleen; received []',
  );
  const labelled = await evaluateVolumes([pairs[0]!], { labels: organs });
  expect(() => mergeEvaluations([labelled])).toThrow('`reports` must be without labels, like the option `labels`');
});
