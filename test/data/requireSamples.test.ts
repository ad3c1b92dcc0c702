import { expect, test } from 'vitest';

import { phantomDataSet } from '../../src/data/phantomDataSet';
import { requireSamples } from '../../src/data/requireSamples';
import { type Samples, samplesOf } from '../../src/data/sample';

const data = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 16 });
const [scan] = data.patients[0]!.scans;
const sample = { patient: 'a', name: '0', height: 1, width: 1, image: new Float32Array(1), mask: new Uint8Array(1) };

test('samples of any source are taken', () => {
  expect(() => requireSamples('f', 'train', samplesOf([sample]))).not.toThrow();
});

test.each<[unknown, string]>([
  [
    [
      { scan, index: 0 },
      { scan, index: 1 },
    ],
    'a list of 2 slices. Prepare the slices: `prepareSlices(parts.train)`',
  ],
  [[sample], 'a list of 1 sample. Wrap the list: `samplesOf(list)`'],
  [data, 'a data set. Split it with `splitDataSet` and prepare the slices: `prepareSlices(parts.train)`'],
  [{ train: 1, val: 2 }, 'an object of train, val. Prepare slices: `prepareSlices(parts.train)`'],
  [undefined, 'undefined. Prepare slices: `prepareSlices(parts.train)`'],
])('%#: anything else is an error that says what to make samples of', (given, message) => {
  expect(() => requireSamples('trainSegmentation', 'train', given as Samples)).toThrow(
    new RangeError(`trainSegmentation: \`train\` must be samples; received ${message}`),
  );
});
