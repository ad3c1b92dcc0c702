import { readFileSync } from 'node:fs';

import { splitDataSet } from 'msa-unet';
import { type PresetName, presetNames, tablePresets } from 'msa-unet/node';
import { expect, test } from 'vitest';

import { memorySet, phantomScans } from '../support/phantomScans';

const page = readFileSync('docs/reproduce.md', 'utf8');
const rowOf = (name: PresetName) => page.split('\n').find((line) => line.startsWith(`| \`${name}\``))!;

test.each(presetNames)('the guide has the size and the budget of %s', (name) => {
  const { size, epochs, limit } = tablePresets[name];
  expect(rowOf(name)).toContain(`| ${size} × ${size} |`);
  expect(rowOf(name)).toContain(`${epochs} epochs`);
  expect(rowOf(name)).toContain(limit === null ? '300 epochs' : `at most ${limit.toLocaleString('en')} slices`);
});

test('the guide tells the width that is a quarter, and the smaller DeepLabv3+', () => {
  const { width, deepLab } = tablePresets['cpu-minutes'];
  expect([width / tablePresets.paper.width, deepLab]).toEqual([1 / 4, 'deepLabV3PlusMobile']);
  expect(rowOf('cpu-minutes')).toMatch(/\| a quarter +\| .*MobileNetV2/);
});

test('the guide tells how many patients a data set needs, which is the least that can be divided', async () => {
  expect(page).toContain('Every `--data` needs at least 3 patients');
  const set = (patients: number) =>
    memorySet(
      'set',
      phantomScans(patients).map((scan, i) => [`p${i}`, scan]),
    );
  await expect(splitDataSet(set(2))).rejects.toThrow('set has 2 patients; at least 3 are needed');
  const { parts } = await splitDataSet(set(3));
  expect(Object.values(parts).map((part) => part.length)).toEqual([4, 4, 4]);
});
