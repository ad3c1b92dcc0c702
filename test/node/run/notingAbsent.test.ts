import { expect, test } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { type Sample, samplesOf } from '../../../src/data/sample';
import { notingAbsent } from '../../../src/node/run/notingAbsent';

const labels = labelTable({ liver: 1, spleen: 3, colon: 4 });
const sample = (patient: string, codes: number[], undrawn: string[] = []): Sample => ({
  ...{ patient, name: codes.join(), height: 1, width: codes.length, undrawn },
  image: new Float32Array(codes.length),
  mask: Uint8Array.from(codes),
});
const setOf = (patient: string) => patient.split('/')[0]!;

test('labels that no sample of a data set holds are noted once, when all have been read', async () => {
  const notes: string[] = [];
  const all = [
    sample('A/1', [0, 1, 255]),
    sample('A/2', [0, 0, 2]),
    sample('B/1', [1, 3], ['spleen']),
    sample('A/3', [0, 3]),
    sample('C/1', [1, 0]),
  ];
  const samples = notingAbsent(samplesOf(all, labels), setOf, (note) => notes.push(note));
  expect([samples.length, samples.labels]).toEqual([5, labels]);
  for (const i of [4, 2, 0, 0, 3]) expect(await samples.read(i)).toBe(all[i]);
  expect(notes).toEqual([]);
  await samples.read(1);
  expect(notes).toEqual([
    expect.stringMatching(/^C: no training slice holds spleen, colon\. If nobody has drawn them/),
  ]);
  for (const i of [0, 1, 2, 3, 4]) await samples.read(i);
  expect(notes).toHaveLength(1);
});

test('samples without a table stay as they are', () => {
  const samples = samplesOf([sample('A/1', [0, 1])]);
  expect(notingAbsent(samples, setOf, () => {})).toBe(samples);
});
