import type { AugmentationOptions } from '../../preprocess/augmentation';
import {
  booleanJson,
  countJson,
  integerJson,
  listJson,
  nullableJson,
  numberJson,
  objectJson,
  oneOfJson,
} from '../../utils/jsonReader';
import type { PatienceOptions } from '../schedule/patience';
import type { PlateauOptions } from '../schedule/plateau';
import type { Recipe } from './recipe';

/** Reads a recipe from parsed JSON. */
export const recipeJson = objectJson<Recipe>({
  epochs: countJson,
  batchSize: countJson,
  accumulate: countJson,
  learningRate: numberJson,
  decay: oneOfJson(['none', 'cosine']),
  plateau: nullableJson(
    objectJson<Required<PlateauOptions>>({
      factor: numberJson,
      patience: countJson,
      minDelta: numberJson,
      minLearningRate: numberJson,
      cooldown: integerJson,
    }),
  ),
  earlyStopping: nullableJson(objectJson<Required<PatienceOptions>>({ patience: countJson, minDelta: numberJson })),
  augmentation: nullableJson(
    objectJson<Required<AugmentationOptions>>({
      crop: numberJson,
      horizontalFlip: booleanJson,
      verticalFlip: booleanJson,
      translate: numberJson,
    }),
  ),
  headWeights: nullableJson(listJson(numberJson)),
  seed: integerJson,
  fromLogits: booleanJson,
});
