import { readFileSync } from 'node:fs';

import { type PresetName, presetNames, tablePresets } from 'msa-unet/node';
import { expect, test } from 'vitest';

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
