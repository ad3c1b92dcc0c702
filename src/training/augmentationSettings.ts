import { changesOn, type SampleChanges } from '../preprocess/augment/sampleAugmentationOptions';
import { Augmentation } from '../preprocess/augmentation';
import { augmentationParts } from '../preprocess/trainAugmentation';
import { deriveSeed } from '../utils/random';
import type { Recipe } from './run/recipe';

/** How a run augments its training samples. */
export interface AugmentationSettings {
  /** Changes of batches, as in the paper. `null`: none. */
  readonly augmentation: Augmentation | null;
  /** Changes of samples, beyond the paper's. `null`: none. */
  readonly sampleChanges: SampleChanges | null;
}

/** Splits the augmentation of a recipe. */
export function augmentationSettings(given: Recipe['augmentation'], seed: number): AugmentationSettings {
  if (!given) return { augmentation: null, sampleChanges: null };
  const { paper, changes } = augmentationParts(given);
  return {
    augmentation: new Augmentation(paper, deriveSeed(seed, 'augmentation')),
    sampleChanges: changesOn(changes).length > 0 ? changes : null,
  };
}
