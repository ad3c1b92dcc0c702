import { expect, it } from 'vitest';

import { type AugmentationName, augmentationParts, resolveAugmentation } from '../../src/preprocess/trainAugmentation';

const paper = { crop: 0.1, horizontalFlip: true, verticalFlip: true, translate: 0.1 };
const off = {
  ...{ rotate: 0, scale: 0, elastic: 0, noise: 0, blur: 0 },
  ...{ brightness: 0, contrast: 0, lowResolution: 1, gamma: 0, probability: 0.2 },
};

it("'paper' and {} are the paper's changes, with the others off", () => {
  expect(resolveAugmentation('paper')).toEqual({ ...paper, ...off });
  expect(resolveAugmentation({})).toEqual({ ...paper, ...off });
});

it("'strong' has them too, and every other change on", () => {
  const { paper: flips, changes } = augmentationParts(resolveAugmentation('strong'));
  expect(flips).toEqual(paper);
  const ranges = { rotate: 180, scale: 0.4, elastic: 0.05, noise: 0.08, blur: 1.5, brightness: 0.3 };
  expect(changes).toEqual({ ...ranges, contrast: 0.5, lowResolution: 2, gamma: 0.5, probability: 0.2 });
});

it('options of both kinds are filled in together', () => {
  expect(resolveAugmentation({ verticalFlip: false, rotate: 15 })).toEqual({
    ...{ ...paper, verticalFlip: false },
    ...{ ...off, rotate: 15 },
  });
});

it.each<[object | string, string]>([
  [
    'stong',
    'trainSegmentation: `augmentation` must be one of paper, strong; received "stong". Did you mean \'strong\'?',
  ],
  [{ crop: 0.6 }, 'Augmentation: `crop` must be from 0 to 0.5; received 0.6'],
  [{ rotate: 360 }, 'Augmentation: `rotate` must be from 0 to 180; received 360'],
  [{ elastics: 0.1 }, 'Augmentation: unknown option `elastics`. Did you mean `elastic`?'],
])('%o is refused', (given, message) => {
  expect(() => resolveAugmentation(given as AugmentationName)).toThrow(new RangeError(message));
});
