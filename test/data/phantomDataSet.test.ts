import { expect, it } from 'vitest';

import { generatePhantom } from '../../src/data/phantom';
import { phantomDataSet } from '../../src/data/phantomDataSet';
import { readSlices } from '../support/phantomScans';

const options = { patients: 3, slicesPerPatient: 4, size: 32, seed: 5 };

it('has the patients of the phantom, whose slices begin at the feet', async () => {
  const phantom = generatePhantom(options);
  const { name, patients, split } = phantomDataSet(options);
  expect({ name, split }).toEqual({ name: 'phantom', split: null });
  expect(patients.map(({ id }) => id)).toEqual(phantom.map(({ patient }) => patient));
  for (const [n, { scans }] of patients.entries()) {
    expect(scans).toHaveLength(1);
    const slices = await readSlices(scans[0]!);
    expect(slices.map(({ name }) => name)).toEqual([3, 2, 1, 0].map((i) => `phantom-00${n}/slice-00${i}`));
    expect(slices.map(({ values }) => values).reverse()).toEqual(phantom[n]!.slices.map(({ hu }) => hu));
    expect(slices.map(({ mask }) => mask).reverse()).toEqual(phantom[n]!.slices.map(({ mask }) => mask));
  }
});

it('has livers of one to two and a half litres', async () => {
  for (const { scans } of phantomDataSet({ patients: 6, slicesPerPatient: 12, size: 32 })) {
    const [z, y, x] = scans[0]!.spacing!;
    expect([z, y, x]).toEqual([15, 11.25, 11.25]);
    const areas = (await readSlices(scans[0]!)).map(({ mask }) => mask.filter((inside) => inside === 1).length);
    const litres = (areas.reduce((sum, area) => sum + area, 0) * z * y * x) / 1e6;
    expect(litres).toBeGreaterThan(1);
    expect(litres).toBeLessThan(2.5);
  }
});

it('gives scans of other options another fingerprint', () => {
  const prints = [{}, { seed: 6 }, { size: 48 }, { slicesPerPatient: 5 }].flatMap((change) =>
    phantomDataSet({ ...options, ...change }).patients.map(({ scans }) => scans[0]!.fingerprint),
  );
  expect(new Set(prints).size).toBe(12);
});

it('refuses a slice that is not there', async () => {
  const [scan] = phantomDataSet(options).patients[0]!.scans;
  await expect(scan!.readSlice(4)).rejects.toThrow(
    new RangeError('readSlice of phantom-000: `index` must be from 0 to 3; received 4'),
  );
});

it('refuses options out of range', () => {
  expect(() => phantomDataSet({ size: 8 })).toThrow(
    new RangeError('phantomDataSet: `size` must be an integer of at least 16; received 8'),
  );
});
