import { modelNames, paperRecipe } from 'msa-unet';

import { flag, many, option, several } from '../../args/option';
import { huRange, labelName, number, oneOf, path, pixelSize, size, whole } from '../../args/readers';
import { backendOptions } from '../../options/backendOptions';
import { labelOptions, layouts, pairOptions } from '../../options/dataOptions';
import { networkOptions } from '../../options/networkOptions';
import { paperWindow } from '../../options/preprocessOptions';

/** The options of `train`, named as in the library and with its defaults. */
export const trainOptions = {
  data: several('DIR', `folder of ${layouts}, with at least 3 patients; several folders are mixed`, path),
  ...pairOptions,
  ...labelOptions,
  model: option('NAME', modelNames.join(', '), 'msaUnet', oneOf(modelNames)),
  ...networkOptions,
  size: option('N', 'resize slices to N × N, or to H,W', 'original size, usually 512 × 512', size),
  spacing: option('MM', 'resample slices to pixels of MM × MM, or Y,X, in place of --size', 'their own', pixelSize),
  windowMin: option('HU', 'HU value that becomes black', paperWindow.windowMin, number()),
  windowMax: option('HU', 'HU value that becomes white', paperWindow.windowMax, number()),
  windows: many('LOW,HIGH', 'a CT window in HU, once for each; each is a channel', 'one window', huRange),
  context: option('N', 'N slices on each side are channels too (2.5-D)', 0, whole(0)),
  contextMm: option(
    'MM',
    'distance between these slices; the nearest to each place is taken',
    'next slices',
    number(1e-3),
  ),
  clahe: flag('equalise contrast (CLAHE)', 'yes; no if all data are PNG slices'),
  limit: option('N', 'train on at most N slices and validate on N / 8, spread evenly', 'all', whole()),
  by: option(
    'WHAT',
    'split the data by patient, or by slice, which inflates the scores',
    'patient',
    oneOf(['patient', 'slice']),
  ),
  stratify: option('LABEL', 'split patients with this label and those without it separately', 'none', labelName),
  epochs: option('N', 'train for at most N epochs', paperRecipe.epochs, whole()),
  batchSize: option('N', 'slices per step', paperRecipe.batchSize, whole(), ['batch']),
  accumulate: option('N', 'process each batch in N passes, to save memory', 1, whole()),
  learningRate: option('X', 'initial learning rate of Adam', paperRecipe.learningRate, number(0)),
  decay: option('NAME', 'learning-rate schedule: none, cosine or poly', 'none', oneOf(['none', 'cosine', 'poly'])),
  warmup: option('N', 'epochs in which the learning rate rises from 0, 0.5 for half an epoch', 0, number(0)),
  weightDecay: option('X', 'decoupled weight decay of Adam (AdamW)', 0, number(0)),
  emaDecay: option('X', 'keep a moving average of the weights with this decay, such as 0.999', 'none', number(0, 1)),
  plateau: flag('halve the learning rate when the validation loss stops falling', 'yes; no with --decay'),
  earlyStopping: flag('stop when the validation loss has stopped falling', 'yes; no with --decay'),
  augment: flag('change training slices at random', 'yes'),
  augmentation: option(
    'NAME',
    'random changes: paper (crop, flip, shift) or strong (also rotate, zoom, deform and change grey levels, as nnU-Net)',
    'paper',
    oneOf(['paper', 'strong']),
  ),
  patch: option('N', 'cut patches of N × N, or H,W, out of the slices', 'whole slices', size),
  foreground: option(
    'X',
    'share of slices or patches that hold a label drawn at random, such as 0.33',
    0,
    number(0, 1),
  ),
  seed: option('N', 'seed of weights, sample order, augmentation, DropBlock and split', 0, whole(-Infinity)),
  ...backendOptions,
  out: option('DIR', 'folder for the run', 'runs/NAME', path),
  resume: flag('resume the run in --out, or start it if there is none'),
};
