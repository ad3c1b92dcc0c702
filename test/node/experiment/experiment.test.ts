import { join } from 'node:path';

import { tablePresets } from 'msa-unet/node';
import { expect, test } from 'vitest';

import { type Experiment, pinExperiment, readExperiment } from '../../../src/node/experiment/experiment';
import { asPaper } from '../../support/tableResults';
import { tempFolder } from '../../support/tempFolder';

const root = tempFolder();
const experiment: Experiment = {
  format: 1,
  preset: 'paper',
  settings: tablePresets.paper,
  data: { ...asPaper.data, clahe: true, hash: 'aaaa', splitHash: 'bbbb' },
};

test('a folder stays with its experiment', async () => {
  const folder = join(root.path, 'same');
  await pinExperiment(folder, experiment);
  await pinExperiment(folder, { ...experiment, preset: 'gpu-hour' }); // equal settings, wherever they come from
  expect(await readExperiment(folder)).toEqual(experiment);
});

test('another experiment is refused, and every difference named', async () => {
  const folder = join(root.path, 'other');
  await pinExperiment(folder, experiment);
  const other = {
    ...experiment,
    settings: { ...experiment.settings, epochs: 5, seed: 2 },
    data: { ...experiment.data, splitHash: 'cccc' },
  };
  await expect(pinExperiment(folder, other)).rejects.toThrow(
    new RangeError(
      `runTable: ${folder} holds another experiment: settings.epochs is 300, now 5; settings.seed is 1, now 2; data.splitHash is "bbbb", now "cccc". Take the same data and settings, or take another \`out\``,
    ),
  );
});

test('a folder without one has none', async () => {
  expect(await readExperiment(join(root.path, 'nowhere'))).toBeNull();
});
