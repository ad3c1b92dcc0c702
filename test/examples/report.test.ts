import { expect, test } from 'vitest';

import { reportHtml } from '../../examples/quickstart/report';
import { runSummary } from './runSummary';

const html = async () =>
  reportHtml(await runSummary(), '<svg id="curve"></svg>', [{ file: 'overlays/01-a.png', caption: 'a: DSC 0.500' }]);

test('shows scores, curve, overlays and the rule of empty masks', async () => {
  const page = await html();
  expect(page).toContain('<tr><td>DSC</td><td>0.778 ± 0.157</td><td>0.833 ± 0.167</td><td>0.750</td></tr>');
  expect(page).toContain('<svg id="curve"></svg>');
  expect(page).toContain('<img src="overlays/01-a.png" alt="a: DSC 0.500">');
  expect(page).toContain('If an image mask is empty in both ground truth and prediction, its score is 1');
  expect(page).toContain('Thresholding reaches a DSC of at most 0.650 per patient');
});

test('says how slices were prepared, and which data and recipe the network comes from', async () => {
  const page = await html();
  expect(page).toContain('Data: slices &amp; masks, window −200 to 250 HU, CLAHE, 128 × 128 pixels; 20 slices');
  expect(page).toContain('<tr><td>model</td><td>msaUnet, 1,234,567 parameters</td></tr>');
  expect(page).toContain('<tr><td>decay</td><td>cosine</td></tr>');
  expect(page).toContain('<tr><td>data: liverLabels</td><td>[1,2]</td></tr>');
});

test('names from the data are escaped', async () => {
  const page = await html();
  expect(page).toContain('<td>&lt;b&gt;</td>');
  expect(page).not.toContain('<td><b></td>');
});

test('needs nothing from the network', async () => {
  expect(await html()).not.toMatch(/https?:/);
});

test('says when the training was ended by hand', async () => {
  const summary = await runSummary();
  const page = reportHtml({ ...summary, training: { ...summary.training, ended: 'aborted' } }, '', []);
  expect(page).toContain('5 epochs in 12 s, stopped by hand; the saved weights are those of epoch 4.');
});

test('a network below the baseline is told so', async () => {
  const summary = { ...(await runSummary()), baseline: { low: 100, high: 140, dice: 0.9 } };
  expect(reportHtml(summary, '', [])).toContain('<p class="warning">The network scores below plain thresholding');
  expect(await html()).not.toContain('class="warning"');
});

test('tells what DSC is and why the training loss may lie above', async () => {
  const page = await html();
  expect(page.match(/DSC is the Dice coefficient; 1 is perfect/g)).toHaveLength(1);
  expect(page).toContain('it can be above the validation loss');
});
