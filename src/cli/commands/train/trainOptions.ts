import { modelNames, paperRecipe } from 'msa-unet';

import { flag, option, several } from '../../args/option';
import { number, oneOf, path, size, whole } from '../../args/readers';
import { backendOptions } from '../../options/backendOptions';
import { layouts, pairOptions } from '../../options/dataOptions';
import { networkOptions } from '../../options/networkOptions';
import { paperWindow } from '../../options/preprocessOptions';

/** The options of `train`, named as in the library and with its defaults. */
export const trainOptions = {
  data: several('DIR', `${layouts}, of at least 3 patients; several are mixed`, path),
  ...pairOptions,
  model: option('NAME', modelNames.join(', '), 'msaUnet', oneOf(modelNames)),
  ...networkOptions,
  size: option('N', 'slices are resized to N × N, or to H,W', 'as they are, 512 × 512 mostly', size),
  windowMin: option('HU', 'what becomes black', paperWindow.windowMin, number()),
  windowMax: option('HU', 'what becomes white', paperWindow.windowMax, number()),
  clahe: flag('whether contrast is equalised', 'yes; no for PNG slices alone'),
  limit: option('N', 'at most N slices to learn from, and N / 8 to validate, spread evenly', 'all', whole()),
  by: option(
    'WHAT',
    'what the data are divided by: patient, or slice, which gives too high scores',
    'patient',
    oneOf(['patient', 'slice']),
  ),
  epochs: option('N', 'how often every slice is seen, at most', paperRecipe.epochs, whole()),
  batchSize: option('N', 'slices per step', paperRecipe.batchSize, whole(), ['batch']),
  accumulate: option('N', 'passes that a batch is worked off in, for small memories', 1, whole()),
  learningRate: option('X', 'of Adam, at the start', paperRecipe.learningRate, number(0)),
  decay: option('NAME', 'none, or cosine: from step to step to 0', 'none', oneOf(['none', 'cosine'])),
  plateau: flag('halve the learning rate when the validation loss no longer falls', 'yes; no with cosine'),
  earlyStopping: flag('end when the validation loss no longer falls', 'yes; no with cosine'),
  augment: flag('change slices at random: crop, flip, move', 'yes'),
  seed: option('N', 'of weights, order, augmentation, DropBlock and split', 0, whole(-Infinity)),
  ...backendOptions,
  out: option('DIR', 'where the network goes', 'runs/NAME', path),
  resume: flag('go on with the training in --out that was interrupted, or killed; else begin it'),
};
