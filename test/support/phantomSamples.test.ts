import { expect, test } from 'vitest';
import { generatePhantom } from '../../src/data/phantom';
import { windowHu } from '../../src/preprocess/windowHu';
import { phantomSamples } from './phantomSamples';

const options = { patients: 2, slicesPerPatient: 3, size: 32, seed: 9 };

test('samples are the slices of all patients in order', () => {
  const samples = phantomSamples(options);
  expect(samples.map(({ patient, name }) => `${patient}/${name}`)).toEqual([
    'phantom-000/slice-000',
    'phantom-000/slice-001',
    'phantom-000/slice-002',
    'phantom-001/slice-000',
    'phantom-001/slice-001',
    'phantom-001/slice-002',
  ]);
  expect(samples[4]!.mask).toEqual(generatePhantom(options)[1]!.slices[1]!.mask);
});

test('images are the Hounsfield units through the window', () => {
  const { hu } = generatePhantom(options)[1]!.slices[2]!;
  expect(phantomSamples(options)[5]!.image).toEqual(windowHu(hu));
});

test('the window can be chosen', () => {
  const bone = { windowMin: 0, windowMax: 1000 };
  const { hu } = generatePhantom(options)[0]!.slices[0]!;
  expect(phantomSamples({ ...options, ...bone })[0]!.image).toEqual(windowHu(hu, bone));
});
