import { modelNames } from 'msa-unet';

import { option, required } from '../../args/option';
import { imageShape, path, whole } from '../../args/readers';
import { command } from '../../command';
import { networkOptions } from '../../options/networkOptions';
import { summaryText } from './summaryText';

/** `msa-unet summary`. */
export const summary = command({
  about: 'Tells what a network is made of and what it costs: layers, shapes, parameters, multiply-adds, memory.',
  words: 'model',
  examples: [
    ['msaUnet', 'MSA-UNet as in the paper, at 512 × 512'],
    ['unet --base-filters 16 --input 256,256,1', 'another network, narrower, for smaller images'],
    ['runs/msaUnet', 'a saved one'],
  ],
  options: {
    model: required('MODEL', `${modelNames.join(', ')}, or the folder of a saved network`, path),
    input: option('H,W,C', 'height, width and channels of the image', "the network's own; 512,512,1", imageShape),
    batch: option('N', 'images of a training step', 1, whole()),
    ...networkOptions,
  },
  notes: '',
  run: async (values) => console.log(await summaryText(values)),
});
