import type { EncoderName } from './encoderLayers';
import { kerasNames } from './kerasNames';
import { timmNames, torchvisionNames } from './pytorchNames';
import type { SourceNames, WeightsLibrary } from './sourceNames';

/** Weight names of each library and encoder; a text explains why there are none. */
export const libraries: Record<WeightsLibrary, Record<EncoderName, SourceNames | string>> = {
  torchvision: torchvisionNames,
  timm: timmNames,
  keras: kerasNames,
};
