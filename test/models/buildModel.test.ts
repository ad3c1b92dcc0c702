import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';

import { buildModel, type ModelName, modelNames, modelPresets } from '../../src/models/buildModel';
import { countsOf, namesOf } from '../support/layers';

// Only names and shapes matter here.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

describe('buildModel', () => {
  it.each<[ModelName, trainable: number, other: number]>([
    ['msaUnet', 14_064_241, 20_864],
    ['unetMsrb', 2_558_177, 5_920],
    ['unetAaspp', 11_395_025, 11_648],
    ['unetRasm', 3_998_561, 9_184],
    ['unet', 31_042_369, 11_776],
    ['unetPublished', 7_759_521, 0],
    ['unetClassic', 31_030_593, 0],
    ['unetPlusPlus', 9_048_897, 7_296],
    ['unetPlusPlusPublished', 9_041_700, 0],
    ['ceNet', 28_996_821, 19_012],
    ['deepLabV3Plus', 41_049_697, 202_800],
    ['deepLabV3PlusMobile', 2_714_097, 38_784],
    ['deepLabV3PlusResnet', 40_340_769, 57_312],
  ])('by the name %s gives %i trainable and %i other parameters', (name, ...expected) => {
    const model = buildModel(name, [null, null, 1]);
    expect(countsOf(model)).toEqual(expected);
    model.dispose();
  });

  it.each(modelNames)('takes what all builders take for %s', (name) => {
    const width = name.startsWith('deepLab') ? { widthMultiplier: 0.1 } : { baseFilters: 8 };
    const model = buildModel(name, [192, 192, 3], { ...width, classes: 2, activation: 'linear', seed: 1 });
    expect(model.outputs[0]!.shape).toEqual([null, 192, 192, 2]);
    model.dispose();
  });

  it('puts options before those of the preset', () => {
    expect(modelPresets.unetPublished).toEqual({ baseFilters: 32, batchNorm: false, dropout: 0.5, l2: 1e-4 });
    const model = buildModel('unetPublished', [16, 16, 1], { baseFilters: 2, batchNorm: true });
    expect(model.getLayer('enc1').getConfig()).toMatchObject({ filters: 2, batchNorm: true, dropout: 0.5, l2: 1e-4 });
    model.dispose();
  });

  it('has names and presets that nobody can change', () => {
    expect([modelNames, modelPresets, ...Object.values(modelPresets)].every(Object.isFrozen)).toBe(true);
    expect(() => Object.assign(modelPresets.unetPublished, { dropout: 0 })).toThrow(TypeError);
  });

  it('takes an option that is undefined for one that is not given', () => {
    const model = buildModel('unetPublished', [16, 16, 1], { baseFilters: undefined, batchNorm: undefined });
    expect(countsOf(model)).toEqual([7_759_521, 0]);
    model.dispose();
  });

  it('gives the ablations the names of whole stages', () => {
    const model = buildModel('unetRasm', [32, 32, 1], { baseFilters: 1 });
    const names = namesOf(model.weights);
    expect(names).toContain('enc1/first/conv/kernel');
    expect(names).toContain('dec1/attend/gate/kernel');
    model.dispose();
  });

  it('refuses a name that it does not know', () => {
    expect(() => buildModel('msaunet' as 'unet', [32, 32, 1])).toThrow('received "msaunet". Did you mean \'msaUnet\'?');
    expect(() => buildModel('vgg' as 'unet', [32, 32, 1])).toThrow(
      new RangeError(`buildModel: \`name\` must be one of ${modelNames.join(', ')}; received "vgg"`),
    );
  });
});
