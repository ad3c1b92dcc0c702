import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/data/sample';
import { bestGreyInterval } from '../../src/report/bestGreyInterval';
import { Random } from '../../src/utils/random';

const sample = (patient: string, name: string, levels: number[], mask: number[]): Sample => ({
  patient,
  name,
  height: 1,
  width: levels.length,
  image: Float32Array.from(levels, (u) => u / 255),
  mask: Uint8Array.from(mask),
});

test('of several channels, the middle one counts', async () => {
  const one = sample('a', '1', [10, 90, 100, 200], [0, 1, 1, 0]);
  const image = Float32Array.from({ length: 12 }, (_, i) => (i % 3 === 1 ? one.image[(i - 1) / 3]! : 0.5));
  expect(await bestGreyInterval([{ ...one, image }])).toEqual(await bestGreyInterval([one]));
});

/** Mean Dice of one interval, pixel by pixel. */
function diceOf(groups: Sample[][], low: number, high: number): number {
  const each = groups.map((samples) => {
    let [hit, chosen, truth] = [0, 0, 0];
    for (const { image, mask } of samples)
      image.forEach((x, i) => {
        const inside = x * 255 > low - 0.5 && x * 255 < high + 0.5;
        if (inside) chosen++;
        if (mask[i]) truth++;
        if (inside && mask[i]) hit++;
      });
    return chosen + truth === 0 ? 1 : (2 * hit) / (chosen + truth);
  });
  return each.reduce((a, b) => a + b) / each.length;
}

function byBruteForce(groups: Sample[][]) {
  let best = { low: 0, high: 0, dice: -1 };
  for (let low = 0; low < 256; low++)
    for (let high = low; high < 256; high++) {
      const dice = diceOf(groups, low, high);
      if (dice > best.dice) best = { low, high, dice };
    }
  return best;
}

function randomSamples(seed: number): Sample[] {
  const random = new Random(seed);
  return ['a', 'a', 'b', 'b', 'c'].map((patient, n) => {
    const mask = Array.from({ length: 12 }, () => (n === 4 ? 0 : random.integer(2)));
    const levels = mask.map((m) => Math.min(255, 60 * m + random.integer(200)));
    return sample(patient, `slice-${n}`, levels, mask);
  });
}

describe('bestGreyInterval', () => {
  test('a liver brighter than fat and darker than bone is found whole', async () => {
    const samples = [sample('a', '1', [0, 50, 100, 110, 200], [0, 0, 1, 1, 0])];
    expect(await bestGreyInterval(samples)).toEqual({ low: 51, high: 110, dice: 1 });
  });

  test('a pixel that looks like liver costs its share', async () => {
    const samples = [sample('a', '1', [0, 100, 105, 110], [0, 1, 0, 1])];
    expect(await bestGreyInterval(samples)).toEqual({ low: 1, high: 110, dice: 4 / 5 });
  });

  test('patients are volumes: slices are pooled before the coefficient is taken', async () => {
    const samples = [sample('a', '1', [100, 100, 100], [1, 1, 1]), sample('a', '2', [100, 0], [0, 0])];
    expect(await bestGreyInterval(samples)).toEqual({ low: 1, high: 100, dice: 6 / 7 });
    expect(await bestGreyInterval(samples, { per: 'slice' })).toEqual({ low: 0, high: 100, dice: 1 / 2 });
  });

  test('slices of one name in two patients are two slices', async () => {
    const samples = [sample('a', '1', [10], [1]), sample('b', '1', [20], [1])];
    expect(await bestGreyInterval(samples, { per: 'slice' })).toEqual({ low: 0, high: 20, dice: 1 });
  });

  test('nothing found where there is nothing counts 1, something found there 0', async () => {
    const samples = [sample('a', '1', [100, 0], [0, 0])];
    expect(await bestGreyInterval(samples)).toEqual({ low: 1, high: 1, dice: 1 });
    expect(await bestGreyInterval([...samples, sample('b', '1', [100], [1])])).toEqual({
      low: 0,
      high: 100,
      dice: 1 / 2,
    });
  });

  test('levels 0 and 255 belong to intervals', async () => {
    expect(await bestGreyInterval([sample('a', '1', [0, 255], [1, 1])])).toEqual({ low: 0, high: 255, dice: 1 });
  });

  test.each([1, 2, 3])('brute force finds the same interval (seed %i)', async (seed) => {
    const samples = randomSamples(seed);
    const patients = ['a', 'b', 'c'].map((id) => samples.filter(({ patient }) => patient === id));
    expect(await bestGreyInterval(samples)).toEqual(byBruteForce(patients));
    expect(await bestGreyInterval(samples, { per: 'slice' })).toEqual(byBruteForce(samples.map((one) => [one])));
  });

  test('no samples are refused', async () => {
    await expect(bestGreyInterval([])).rejects.toThrow(
      new RangeError('bestGreyInterval: `samples` must be at least one sample; received []'),
    );
  });

  test('grey levels that were not scaled are refused', async () => {
    await expect(bestGreyInterval([sample('a', '1', [300], [1])])).rejects.toThrow(
      'bestGreyInterval: `samples` must be of grey levels from 0 to 1; received 1.17',
    );
    await expect(bestGreyInterval([sample('a', '1', [Number.NaN], [1])])).rejects.toThrow('received NaN');
  });
});
