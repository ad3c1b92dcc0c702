import { noChanges } from '../../preprocess/augment/sampleAugmentationOptions';
import { augmentationNames, resolveAugmentation, type TrainAugmentation } from '../../preprocess/trainAugmentation';
import {
  booleanJson,
  type JsonReader,
  numberJson,
  objectJson,
  oneOfJson,
  withDefaultJson,
} from '../../utils/jsonReader';

/** A number that is younger than the format. */
const changeJson = (name: keyof typeof noChanges) => withDefaultJson(numberJson, noChanges[name]);

const optionsJson: JsonReader<TrainAugmentation> = (value, path) =>
  objectJson<TrainAugmentation>({
    crop: numberJson,
    horizontalFlip: booleanJson,
    verticalFlip: booleanJson,
    translate: numberJson,
    rotate: changeJson('rotate'),
    scale: changeJson('scale'),
    elastic: changeJson('elastic'),
    noise: changeJson('noise'),
    blur: changeJson('blur'),
    brightness: changeJson('brightness'),
    contrast: changeJson('contrast'),
    lowResolution: changeJson('lowResolution'),
    gamma: changeJson('gamma'),
    probability: changeJson('probability'),
  })(value, path);

/** Reads an augmentation, by its name or its options, from parsed JSON. */
export const augmentationJson: JsonReader<TrainAugmentation> = (value, path) =>
  typeof value === 'string' ? resolveAugmentation(oneOfJson(augmentationNames)(value, path)) : optionsJson(value, path);
