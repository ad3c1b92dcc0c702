import {
  booleanJson,
  countJson,
  integerJson,
  type JsonReader,
  listJson,
  nullableJson,
  numberJson,
  objectJson,
  oneOfJson,
  pairJson,
  withDefaultJson,
} from '../../utils/jsonReader';
import { learningRateDecays } from '../schedule/learningRateOf';
import type { PatienceOptions } from '../schedule/patience';
import type { PlateauOptions } from '../schedule/plateau';
import { augmentationJson } from './augmentationJson';
import type { Recipe } from './recipe';

/** Reads a recipe from parsed JSON. */
export const recipeJson: JsonReader<Recipe> = (value, path) =>
  objectJson<Recipe>({
    epochs: countJson,
    batchSize: countJson,
    accumulate: countJson,
    learningRate: numberJson,
    decay: oneOfJson(learningRateDecays),
    warmup: withDefaultJson(numberJson, 0), // this and the next two are younger than the format
    weightDecay: withDefaultJson(numberJson, 0),
    emaDecay: withDefaultJson(nullableJson(numberJson), null),
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
    augmentation: nullableJson(augmentationJson),
    patch: withDefaultJson(nullableJson(pairJson(countJson)), null), // this and the next are younger, too
    foreground: withDefaultJson(numberJson, 0),
    headWeights: nullableJson(listJson(numberJson)),
    seed: integerJson,
    fromLogits: booleanJson,
  })(value, path);
