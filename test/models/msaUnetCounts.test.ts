import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';

import { buildMsaUnet, type MsaUnetOptions } from '../../src/models/msaUnet';
import { countsOf, namesOf } from '../support/layers';

// Only names and shapes matter here: no random numbers for 225 million weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

type Counts = [trainable: number, other: number];

function counts(options: MsaUnetOptions, ...prefixes: string[]): Counts {
  const model = buildMsaUnet([null, null, 1], options);
  const result = countsOf(model, ...prefixes);
  model.dispose();
  return result;
}

const plain: MsaUnetOptions = { encoder: 'plain', context: 'none', decoder: 'plain' };

const configurations: Record<string, (base: number) => MsaUnetOptions> = {
  'MSA-UNet, f = C': () => ({}),
  'MSA-UNet, f = C/4': (base) => ({ asppWidth: 4 * base }),
  'all-plain': () => plain,
  'U-Net + MSRB': () => ({ ...plain, encoder: 'msrb' }),
  'U-Net + AASPP, f = C': () => ({ ...plain, context: 'aaspp' }),
  'U-Net + AASPP, f = C/4': (base) => ({ ...plain, context: 'aaspp', asppWidth: 4 * base }),
  'U-Net + RASM': () => ({ ...plain, decoder: 'rasm' }),
};

describe('trainable and other parameters of', () => {
  it.each<[configuration: string, base: number, ...Counts]>([
    ['MSA-UNet, f = C', 4, 885_181, 5_216],
    ['MSA-UNet, f = C', 8, 3_524_281, 10_432],
    ['MSA-UNet, f = C', 16, 14_064_241, 20_864],
    ['MSA-UNet, f = C', 32, 56_191_201, 41_728],
    ['MSA-UNet, f = C', 64, 224_633_281, 83_456],
    ['MSA-UNet, f = C/4', 8, 1_405_753, 7_360],
    ['MSA-UNet, f = C/4', 16, 5_600_113, 14_720],
    ['MSA-UNet, f = C/4', 32, 22_354_657, 29_440],
    ['MSA-UNet, f = C/4', 64, 89_327_041, 58_880],
    ['all-plain', 4, 122_389, 736],
    ['all-plain', 8, 487_145, 1_472],
    ['all-plain', 16, 1_943_761, 2_944],
    ['all-plain', 32, 7_765_409, 5_888],
    ['all-plain', 64, 31_042_369, 11_776],
    ['U-Net + MSRB', 8, 641_905, 2_960],
    ['U-Net + MSRB', 16, 2_558_177, 5_920],
    ['U-Net + MSRB', 32, 10_213_825, 11_840],
    ['U-Net + MSRB', 64, 40_817_537, 23_680],
    ['U-Net + AASPP, f = C', 8, 2_853_481, 5_824],
    ['U-Net + AASPP, f = C', 16, 11_395_025, 11_648],
    ['U-Net + AASPP, f = C', 32, 45_542_305, 23_296],
    ['U-Net + AASPP, f = C', 64, 182_093_633, 46_592],
    ['U-Net + AASPP, f = C/4', 8, 734_953, 2_752],
    ['U-Net + AASPP, f = C/4', 16, 2_930_897, 5_504],
    ['U-Net + AASPP, f = C/4', 32, 11_705_761, 11_008],
    ['U-Net + AASPP, f = C/4', 64, 46_787_393, 22_016],
    ['U-Net + RASM', 8, 1_003_185, 4_592],
    ['U-Net + RASM', 16, 3_998_561, 9_184],
    ['U-Net + RASM', 32, 15_965_889, 18_368],
    ['U-Net + RASM', 64, 63_806_849, 36_736],
  ])('%s, base %i: %i and %i', (configuration, base, ...expected) => {
    expect(counts({ baseFilters: base, ...configurations[configuration]!(base) })).toEqual(expected);
  });

  it.each(Object.entries(configurations))('%s stand in the guide, for base 8 and 16', (configuration, options) => {
    const printed = readFileSync('docs/paper.md', 'utf8').replaceAll('*', '').split('\n');
    const row = printed.find((line) => line.startsWith(`| ${configuration} `))!;
    const cells = row.split('|').map((cell) => cell.trim());
    const counted = [8, 16].map((base) => counts({ baseFilters: base, ...options(base) }));
    expect(cells.slice(2, 4)).toEqual(counted.map((pair) => pair.map((n) => n.toLocaleString('en')).join(' / ')));
  });

  it.each<[part: string, prefixes: string[], trainable: number[]]>([
    ['encoder', ['enc'], [450_656, 1_794_880, 7_164_032, 28_625_152]],
    ['AASPP', ['context'], [2_366_336, 9_451_264, 37_776_896, 151_051_264]],
    ['decoder and head', ['dec', 'head'], [707_289, 2_818_097, 11_250_273, 44_956_865]],
  ])('the %s of base 8, 16, 32 and 64', (_, prefixes, trainable) => {
    expect([8, 16, 32, 64].map((baseFilters) => counts({ baseFilters }, ...prefixes)[0])).toEqual(trainable);
  });

  it('every block of base 16 follow the formula of its kind', () => {
    const model = buildMsaUnet([null, null, 1]);
    const msrb = (from: number, to: number): Counts => [19 * from * to + 11 * to * to + 15 * to, 10 * to];
    const rasm = (c: number): Counts => [129 * c * c + 46 * c, 30 * c];
    const expected: Record<string, Counts> = {
      enc1: msrb(1, 16),
      enc2: msrb(16, 32),
      enc3: msrb(32, 64),
      enc4: msrb(64, 128),
      enc5: msrb(128, 256),
      context: [144 * 256 * 256 + 55 * 256, 34 * 256],
      dec4: rasm(128),
      dec3: rasm(64),
      dec2: rasm(32),
      dec1: rasm(16),
      head: [17, 0],
    };
    expect(Object.fromEntries(Object.keys(expected).map((block) => [block, countsOf(model, `${block}/`)]))).toEqual(
      expected,
    );
    model.dispose();
  });

  it('convBias false: 652 · base fewer, in 102 tensors', () => {
    const build = (convBias: boolean) => buildMsaUnet([null, null, 1], { convBias });
    const [withBias, without] = [build(true), build(false)];
    expect(countsOf(without)).toEqual([14_053_809, 20_864]);
    expect(countsOf(withBias)[0] - countsOf(without)[0]).toBe(652 * 16);
    expect(withBias.weights.length - without.weights.length).toBe(102);
    withBias.dispose();
    without.dispose();
  });

  it('3 channels and 2 classes: more in the first block and the head alone', () => {
    const model = buildMsaUnet([null, null, 3], { classes: 2 });
    expect(countsOf(model, 'enc1/', 'head/')[0]).toBe(19 * 3 * 16 + 11 * 256 + 15 * 16 + 34);
    model.dispose();
  });
});

describe('the weights', () => {
  it.each([1, 8])('are 426 trainable and 204 other tensors at base %i', (baseFilters) => {
    const model = buildMsaUnet([null, null, 1], { baseFilters });
    expect([model.trainableWeights.length, model.nonTrainableWeights.length]).toEqual([426, 204]);
    model.dispose();
  });

  it.each([
    ['msaUnet', {}],
    ['msaUnet.plain', plain],
  ])('of %s have the names that saved files hold', async (file, options) => {
    const model = buildMsaUnet([null, null, 1], { baseFilters: 1, ...options });
    await expect(`${namesOf(model.weights).join('\n')}\n`).toMatchFileSnapshot(`./weights/${file}.txt`);
    model.dispose();
  });

  it('of plain stages are named as those of U-Net', () => {
    const model = buildMsaUnet([null, null, 1], { baseFilters: 1, ...plain });
    expect(namesOf(model.weights)).toEqual(
      expect.arrayContaining(['enc1/first/conv/kernel', 'enc1/second/bn/gamma', 'dec4/up/kernel', 'head/bias']),
    );
    model.dispose();
  });
});
