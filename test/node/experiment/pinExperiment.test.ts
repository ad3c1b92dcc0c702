import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { tablePresets } from 'msa-unet/node';
import { expect, test } from 'vitest';

import { type Experiment, readExperiment } from '../../../src/node/experiment/experiment';
import { jobFolder } from '../../../src/node/experiment/jobFolder';
import { networkOf } from '../../../src/node/experiment/network';
import { pinExperiment } from '../../../src/node/experiment/pinExperiment';
import { claimOf, dead, elsewhere, unfinishedOf } from '../../support/claims';
import { asPaper } from '../../support/tableResults';
import { tempFolder } from '../../support/tempFolder';

const root = tempFolder();
const experiment: Experiment = {
  format: 1,
  preset: 'paper',
  settings: tablePresets.paper,
  data: { ...asPaper.data, clahe: true, hash: 'aaaa', splitHash: 'bbbb' },
};
const other: Experiment = {
  ...experiment,
  settings: { ...experiment.settings, epochs: 5, seed: 2 },
  data: { ...experiment.data, splitHash: 'cccc' },
};
const out = () => join(root.path, 'table1');
const refusal = () =>
  new RangeError(
    `runTable: ${out()} holds another experiment: settings.epochs is 300, now 5; settings.seed is 1, now 2; data.splitHash is "bbbb", now "cccc". Take the same data and settings, or take another \`out\``,
  );

test('a folder stays with its experiment', async () => {
  await pinExperiment(out(), experiment);
  await root.put('table1/table.md', '');
  await pinExperiment(out(), { ...experiment, preset: 'gpu-hour' }); // equal settings, wherever they come from
  expect(await readExperiment(out())).toEqual(experiment);
});

test('another experiment is refused beside results, and every difference named', async () => {
  await pinExperiment(out(), experiment);
  await root.put('table1/table.md', '');
  await expect(pinExperiment(out(), other)).rejects.toThrow(refusal());
});

test('another experiment is refused while a job runs', async () => {
  await pinExperiment(out(), experiment);
  const job = jobFolder('jobs', experiment, networkOf('ceNet', experiment.settings));
  await root.put(`${job}/${claimOf(elsewhere)}`, '');
  await expect(pinExperiment(out(), other)).rejects.toThrow(refusal());
});

test('another experiment is refused when a job has saved a checkpoint', async () => {
  await pinExperiment(out(), experiment);
  const job = jobFolder('jobs', experiment, networkOf('ceNet', experiment.settings));
  await root.put(`${job}/checkpoint/checkpoint-000001.bin`, '');
  await expect(pinExperiment(out(), other)).rejects.toThrow(refusal());
});

test('what crashes have left in the folder, and in that of a job, is in nobody’s way', async () => {
  await pinExperiment(out(), experiment);
  const job = jobFolder('jobs', experiment, networkOf('ceNet', experiment.settings));
  await root.put(`${job}/${claimOf(dead)}`, '');
  await root.put(`table1/${unfinishedOf('table.md', dead)}`, '');
  await pinExperiment(out(), other);
  expect(await readExperiment(out())).toEqual(other);
});

test('an experiment that failed before its first step leaves its folder to another', async () => {
  await pinExperiment(out(), experiment);
  await root.put('table1/split.json', '{}');
  await pinExperiment(out(), other);
  expect(JSON.parse(await readFile(join(out(), 'experiment.json'), 'utf8'))).toEqual(other);
});
