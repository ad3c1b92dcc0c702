import { expect, test } from 'vitest';

import { paperRecipe } from '../../../src/training/paperRecipe';
import { recipeOf } from '../../../src/training/run/recipe';

test('the defaults are those of trainSegmentation', () => {
  const { augmentation: _asked, ...usual } = paperRecipe;
  const schedule = { decay: 'none', warmup: 0, weightDecay: 0, emaDecay: null };
  const others = { accumulate: 1, seed: 0, augmentation: null, patch: null, foreground: 0 };
  expect(recipeOf({})).toEqual({ ...usual, ...schedule, ...others, headWeights: null, fromLogits: false });
  expect(recipeOf({ decay: 'cosine' })).toMatchObject({ plateau: null, earlyStopping: null });
});

test('options of options are filled in', () => {
  expect(recipeOf({ plateau: { patience: 2 }, augmentation: { crop: 0 } })).toMatchObject({
    plateau: { ...paperRecipe.plateau, patience: 2 },
    augmentation: { crop: 0, horizontalFlip: true, verticalFlip: true, translate: 0.1 },
  });
});

test('a name of an augmentation stands for its options', () => {
  expect(recipeOf({ augmentation: 'paper' })).toEqual(recipeOf({ augmentation: {} }));
  expect(recipeOf({ augmentation: 'strong' }).augmentation).toMatchObject({ crop: 0.1, rotate: 180, probability: 0.2 });
});

test('an option out of range is refused', () => {
  expect(() => recipeOf({ plateau: { factor: 2 } })).toThrow('`factor` must be above 0 and below 1; received 2');
});
