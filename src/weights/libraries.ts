import type { EncoderName } from './encoderLayers';
import { kerasNames } from './kerasNames';
import { timmNames, torchvisionNames } from './pytorchNames';
import type { SourceNames, WeightsLibrary } from './sourceNames';

/** What libraries call the weights of the encoders; a text says why they have none. */
export const libraries: Record<WeightsLibrary, Record<EncoderName, SourceNames | string>> = {
  torchvision: torchvisionNames,
  timm: timmNames,
  keras: kerasNames,
};
