import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { generatePhantom, type PhantomPatient } from '../../src/data/phantom';
import { bestGreyInterval } from '../../src/report/bestGreyInterval';
import { phantomSamples } from '../support/phantomSamples';

const size = 64;
const phantom = generatePhantom({ patients: 10, slicesPerPatient: 8, size, seed: 3 });
const slices = phantom.flatMap((patient) => patient.slices);

function checksum(patients: readonly PhantomPatient[]): string {
  const hash = createHash('sha256');
  for (const { hu, mask } of patients.flatMap((patient) => patient.slices)) hash.update(hu).update(mask);
  return hash.digest('hex');
}

const area = (mask: Uint8Array) => mask.reduce((sum, m) => sum + m, 0);
const quantile = (values: number[], q: number) => values.sort((a, b) => a - b)[Math.floor(q * (values.length - 1))]!;

describe('generatePhantom', () => {
  test('one seed always gives the same pixels', () => {
    expect(checksum(generatePhantom({ patients: 2, slicesPerPatient: 8, size, seed: 3 }))).toBe(
      checksum(phantom.slice(0, 2)),
    );
  });

  test('another seed gives other patients', () => {
    expect(checksum(generatePhantom({ patients: 2, slicesPerPatient: 8, size, seed: 4 }))).not.toBe(
      checksum(phantom.slice(0, 2)),
    );
  });

  test('patients differ from each other', () => {
    expect(new Set(phantom.map((patient) => checksum([patient]))).size).toBe(10);
  });

  test('names count patients and slices', () => {
    expect(phantom.map(({ patient }) => patient).slice(0, 2)).toEqual(['phantom-000', 'phantom-001']);
    expect(phantom[9]!.slices.map(({ name }) => name).slice(6)).toEqual(['slice-006', 'slice-007']);
  });

  test('values are whole Hounsfield units from -1024 to 1500', () => {
    for (const { hu } of slices) {
      expect(hu.length).toBe(size * size);
      expect(hu.every((value) => Number.isInteger(value) && value >= -1024 && value <= 1500)).toBe(true);
    }
  });

  test('every slice shows air, fat, soft tissue and bone', () => {
    for (const { hu } of slices) {
      const share = (from: number, to: number) => hu.filter((value) => value >= from && value < to).length / hu.length;
      expect(share(-1024, -800)).toBeGreaterThan(0.2);
      expect(share(-160, -50)).toBeGreaterThan(0.03);
      expect(share(0, 250)).toBeGreaterThan(0.08);
      expect(share(250, 1501)).toBeGreaterThan(0.001);
    }
  });

  test('masks hold only 0 and 1', () => {
    for (const { mask } of slices) {
      expect(mask.length).toBe(size * size);
      expect(mask.every((m) => m === 0 || m === 1)).toBe(true);
    }
  });

  test('every patient has liver in most slices, and more of it in the upper half', () => {
    for (const patient of phantom) {
      const areas = patient.slices.map(({ mask }) => area(mask));
      expect(areas.filter((n) => n > 0).length).toBeGreaterThanOrEqual(6);
      const [upper, lower] = [areas.slice(0, 4), areas.slice(4)].map((half) => half.reduce((a, b) => a + b));
      expect(upper).toBeGreaterThan(lower!);
    }
  });

  test('some slices are free of liver', () => {
    const many = generatePhantom({ patients: 20, slicesPerPatient: 8, size: 32, seed: 1 });
    expect(many.flatMap(({ slices }) => slices).some(({ mask }) => area(mask) === 0)).toBe(true);
  });

  test('the liver lies at the left of the picture', () => {
    for (const patient of phantom) {
      let [left, right] = [0, 0];
      for (const { mask } of patient.slices)
        mask.forEach((m, i) => {
          if (i % size < size / 2) left += m;
          else right += m;
        });
      expect(left).toBeGreaterThan(3 * right);
    }
  });

  test('grey levels of the liver occur in as many other pixels', () => {
    for (const patient of phantom) {
      const inside: number[] = [];
      const outside: number[] = [];
      for (const { hu, mask } of patient.slices)
        hu.forEach((value, i) => void (mask[i] ? inside : outside).push(value));
      const [low, high] = [quantile(inside, 0.05), quantile(inside, 0.95)];
      const alike = outside.filter((value) => value >= low && value <= high).length;
      expect(alike / inside.length).toBeGreaterThan(0.4);
    }
  });

  test('livers of different patients differ in their grey levels', () => {
    const medians = phantom.map((patient) =>
      quantile(
        patient.slices.flatMap(({ hu, mask }) => Array.from(hu).filter((_, i) => mask[i])),
        0.5,
      ),
    );
    expect(Math.min(...medians)).toBeGreaterThan(10);
    expect(Math.max(...medians)).toBeLessThan(140);
    expect(Math.max(...medians) - Math.min(...medians)).toBeGreaterThan(25);
  });

  test('neighbouring slices show nearly the same liver', () => {
    const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 60, size, seed: 5 });
    const masks = patient!.slices.map(({ mask }) => mask);
    for (let n = 1; n < masks.length; n++) {
      const changed = masks[n]!.filter((m, i) => m !== masks[n - 1]![i]).length;
      expect(changed).toBeLessThan(0.04 * size * size);
    }
  });

  test('the anatomy is the same at every size', () => {
    const share = (side: number) => {
      const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 3, size: side, seed: 2 });
      return area(patient!.slices[1]!.mask) / side ** 2;
    };
    expect(share(100)).toBeCloseTo(share(256), 2);
    expect(share(37)).toBeCloseTo(share(256), 1);
  });

  test('the best threshold does not find the liver', async () => {
    for (const seed of [1, 2, 3]) {
      const { dice } = await bestGreyInterval(phantomSamples({ patients: 10, slicesPerPatient: 6, size, seed }));
      expect(dice).toBeGreaterThan(0.3);
      expect(dice).toBeLessThan(0.8);
    }
  });

  test.each([
    [{ patients: 0 }, 'generatePhantom: `patients` must be a positive integer; received 0'],
    [{ slicesPerPatient: 1.5 }, 'generatePhantom: `slicesPerPatient` must be a positive integer; received 1.5'],
    [{ size: 15 }, 'generatePhantom: `size` must be an integer of at least 16; received 15'],
    [{ seed: Number.NaN }, 'generatePhantom: `seed` must be an integer; received NaN'],
  ])('%o is refused', (options, message) => {
    expect(() => generatePhantom(options)).toThrow(new RangeError(message));
  });

  test('the seeds 0 and -1 are seeds like any other', () => {
    const one = (seed: number) => checksum(generatePhantom({ patients: 1, slicesPerPatient: 1, size: 32, seed }));
    expect(new Set([one(0), one(-1), one(1)]).size).toBe(3);
  });
});
