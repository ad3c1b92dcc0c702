import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';

import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from '../../src/models/deepLabV3Plus';
import { countsOf, namesOf } from '../support/layers';

// Only names and shapes matter here: no random numbers for 41 million weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

function counts(channels: number, options: DeepLabV3PlusOptions): [trainable: number, other: number] {
  const model = buildDeepLabV3Plus([null, null, channels], options);
  const result = countsOf(model);
  model.dispose();
  return result;
}

describe('trainable and other parameters of', () => {
  it.each<[backbone: DeepLabV3PlusOptions['backbone'], channels: number, options: object, number, number]>([
    ['xception', 1, {}, 41_049_697, 202_800],
    ['xception', 3, { classes: 21 }, 41_055_413, 202_800],
    ['mobilenetV2', 1, {}, 2_714_097, 38_784],
    ['mobilenetV2', 3, { classes: 21 }, 2_719_813, 38_784],
    ['resnet50', 1, {}, 40_340_769, 57_312],
    ['resnet50', 3, {}, 40_347_041, 57_312],
    ['resnet50', 1, { separable: true }, 26_684_721, 70_720],
    ['resnet50', 3, { separable: true }, 26_690_993, 70_720],
  ])('%s, %i channels, %o: %i and %i', (backbone, channels, options, ...expected) => {
    expect(counts(channels, { backbone, ...options })).toEqual(expected);
  });

  it.each(['xception', 'mobilenetV2', 'resnet50'] as const)('%s are as many at output stride 8', (backbone) => {
    const at = (outputStride: 8 | 16) => counts(1, { backbone, outputStride, widthMultiplier: 0.25 });
    expect(at(8)).toEqual(at(16));
  });
});

describe('the weights', () => {
  it.each(['xception', 'mobilenetV2', 'resnet50'] as const)(
    'of %s have the names that saved files hold, at either output stride',
    async (backbone) => {
      const names = (outputStride: 8 | 16) => {
        const model = buildDeepLabV3Plus([null, null, 1], { backbone, outputStride, widthMultiplier: 0.01 });
        const all = namesOf(model.weights);
        model.dispose();
        return all;
      };
      expect(names(8)).toEqual(names(16));
      await expect(`${names(16).join('\n')}\n`).toMatchFileSnapshot(`./weights/deepLabV3Plus.${backbone}.txt`);
    },
  );
});
