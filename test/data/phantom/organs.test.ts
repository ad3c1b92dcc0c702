import { describe, expect, test } from 'vitest';

import { generatePhantom } from '../../../src/data/phantom';
import { phantomOrgans } from '../../../src/data/phantom/organs';

const size = 64;
const options = { patients: 8, slicesPerPatient: 10, size, seed: 3 };
const organs = generatePhantom({ ...options, labels: 'organs' });
const livers = generatePhantom(options);
const { liver, lesion, spleen, kidney_right, kidney_left, stomach, aorta, vertebrae } = phantomOrgans;

/** Mean column, row and number of pixels of an organ in all slices of a patient. */
function middleOf(organ: number, { slices }: (typeof organs)[number]) {
  let [x, y, count] = [0, 0, 0];
  for (const { mask } of slices)
    mask.forEach((label, i) => {
      if (label !== organ) return;
      x += i % size;
      y += Math.floor(i / size);
      count++;
    });
  return { x: x / count, y: y / count, count };
}

describe('organs of a phantom', () => {
  test('do not change the images, and make up the same liver', () => {
    organs.forEach(({ slices }, n) => {
      slices.forEach(({ hu, mask }, i) => {
        expect(hu).toEqual(livers[n]!.slices[i]!.hu);
        expect(mask.map((label) => Number(label === liver || label === lesion))).toEqual(livers[n]!.slices[i]!.mask);
      });
    });
  });

  test('are all in every patient, but for lesions', () => {
    for (const patient of organs)
      for (const organ of [liver, spleen, kidney_right, kidney_left, stomach, aorta, vertebrae])
        expect(middleOf(organ, patient).count, `${patient.patient}: ${organ}`).toBeGreaterThan(40);
    const withLesions = organs.filter((patient) => middleOf(lesion, patient).count > 0).length;
    expect(withLesions).toBeGreaterThan(1);
    expect(withLesions).toBeLessThan(8);
  });

  test('lie where they do in a body that is seen from its feet', () => {
    for (const patient of organs) {
      const at = (organ: number) => middleOf(organ, patient);
      expect(at(kidney_right).x).toBeLessThan(at(vertebrae).x);
      expect(at(kidney_left).x).toBeGreaterThan(at(vertebrae).x);
      expect(at(spleen).x).toBeGreaterThan(at(kidney_left).x - 5);
      expect(at(liver).x).toBeLessThan(at(stomach).x);
      expect(at(aorta).y).toBeLessThan(at(vertebrae).y);
      expect(at(stomach).y).toBeLessThan(at(spleen).y);
    }
  });

  test('other labels than these are refused', () => {
    expect(() => generatePhantom({ labels: 'spleen' as never })).toThrow(
      new RangeError('generatePhantom: `labels` must be one of liver, organs; received "spleen"'),
    );
  });
});
