import { evaluateVolumes, labelTable } from 'msa-unet';
import { expect, test } from 'vitest';

import { evaluationText } from '../../../../src/cli/commands/evaluate/evaluationText';

const shape = [2, 2, 2];
const volume = (name: string, truth: number[], prediction: number[], spacing: number[] | null) => ({
  patient: 'p',
  name,
  truth: { data: truth, shape, spacing },
  prediction: { data: prediction, shape, spacing },
});
const [all, half] = [
  [1, 1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 0, 0, 0, 0],
];

// The ASSD of b: of 8 + 4 surface voxels 4 are 10 mm away.
test('means, volumes and the rule of empty masks are shown', async () => {
  const report = await evaluateVolumes([volume('a', all, all, [10, 10, 10]), volume('b', all, half, [10, 10, 10])]);
  expect(evaluationText(report)).toBe(`\
mean ± sd                per slice (4)   per volume (2)  all voxels
DSC                    0.7500 ± 0.4330  0.8333 ± 0.1667      0.8571
IoU                    0.7500 ± 0.4330  0.7500 ± 0.2500      0.7500
precision              0.7500 ± 0.4330  1.0000 ± 0.0000      1.0000
recall                 0.7500 ± 0.4330  0.7500 ± 0.2500      0.7500
HD95, mm                   0.00 ± 0.00      5.00 ± 5.00
ASSD, mm                   0.00 ± 0.00      1.67 ± 1.67
volume difference, ml     -1.00 ± 1.73     -2.00 ± 2.00
volume difference, %    -25.00 ± 43.30   -25.00 ± 25.00

volume     DSC     IoU  HD95, mm  ASSD, mm  ground truth, ml  prediction, ml
a of p  1.0000  1.0000      0.00      0.00               8.0             8.0
b of p  0.6667  0.5000     10.00      3.33               8.0             4.0

${report.emptyRule}`);
});

test('without a spacing there are no distances and no volumes; of one item there is no deviation', async () => {
  const report = await evaluateVolumes([volume('p', all, half, null)]);
  expect(evaluationText(report)).toBe(`\
mean ± sd    per slice (2)  per volume (1)  all voxels
DSC        0.5000 ± 0.5000          0.6667      0.6667
IoU        0.5000 ± 0.5000          0.5000      0.5000
precision  0.5000 ± 0.5000          1.0000      1.0000
recall     0.5000 ± 0.5000          0.5000      0.5000

volume     DSC     IoU
p       0.6667  0.5000

${report.emptyRule}`);
});

test('with a table of labels, the scores of each and the confusion matrix are shown', async () => {
  const labels = labelTable({ liver: 1, spleen: 2 });
  const truth = [1, 1, 0, 0, 2, 2, 0, 0];
  const report = await evaluateVolumes([volume('p', truth, [1, 1, 0, 0, 2, 0, 0, 0], null)], { labels });
  const [means, classes, confusion, volumes] = evaluationText(report).split('\n\n');
  expect(means).toContain('DSC        0.9167 ± 0.0833          0.8333      0.8333');
  expect(classes).toBe(`\
label   volumes     DSC  precision  recall
liver         1  1.0000     1.0000  1.0000
spleen        1  0.6667     1.0000  0.5000
mean          1  0.8333     1.0000  0.7500`);
  expect(confusion).toBe(`\
ground truth ↓ prediction →  background  liver  spleen
background                            4      0       0
liver                                 0      2       0
spleen                                1      0       1`);
  expect(volumes).toMatch(/^volume +DSC +IoU\np +0\.8333 +0\.7500$/);
});

test('with a table of labels, volumes have no ml: their mean over labels says nothing', async () => {
  const labels = labelTable({ liver: 1, spleen: 2 });
  const truth = [1, 1, 0, 0, 2, 2, 0, 0];
  const report = await evaluateVolumes([volume('p', truth, truth, [10, 10, 10])], { labels });
  expect(evaluationText(report)).toMatch(
    /\n\nvolume +DSC +IoU +HD95, mm +ASSD, mm\np +1\.0000 +1\.0000 +0\.00 +0\.00\n/,
  );
});
