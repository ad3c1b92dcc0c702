import { paperTables } from 'msa-unet';
import { presetNames } from 'msa-unet/node';

import { flag, many, option, required } from '../../args/option';
import { oneOf, path, whole } from '../../args/readers';
import { backendOptions } from '../../options/backendOptions';
import { layouts, pairOptions } from '../../options/dataOptions';

const rows = [...new Set(Object.values(paperTables).flatMap((table) => table.rows.map(({ name }) => name)))];
const preset = 'from the preset';

/** The options of `table`. */
export const tableOptions = {
  table: required('1|2', 'table to reproduce', oneOf(['1', '2'])),
  data: many(
    'DIR',
    `folder of ${layouts}, with at least 3 patients; several folders are mixed`,
    'a synthetic phantom',
    path,
  ),
  ...pairOptions,
  preset: option('NAME', presetNames.join(', '), 'cpu-minutes', oneOf(presetNames)),
  size: option('N', 'resize slices to N × N; CE-Net needs a multiple of 32, at least 192', preset, whole(32)),
  width: option(
    'N',
    'first-stage channels of MSA-UNet, 16 at full width; the other networks scale with it',
    preset,
    whole(),
  ),
  epochs: option('N', 'train for at most N epochs', preset, whole()),
  batchSize: option('N', 'slices per step', preset, whole(), ['batch']),
  accumulate: option('N', 'process each batch in N passes, to save memory', preset, whole()),
  limit: option('N', 'train on at most N slices and validate on N / 8, spread evenly', preset, whole()),
  clahe: flag('equalise contrast (CLAHE)', 'yes; no if all data are PNG slices'),
  seed: option('N', 'seed of weights, sample order, augmentation, DropBlock, split and phantom', preset, whole(0)),
  models: many('NAME', 'train only this network, then build the table', 'all', oneOf(rows)),
  only: many(
    'NAME',
    `run only the job of this network, without building the table: ${rows.join(', ')}`,
    'all',
    oneOf(rows),
  ),
  merge: flag('only build the table, from the finished jobs'),
  ...backendOptions,
  out: option('DIR', 'folder of the table; jobs are kept in jobs beside it', 'runs/table1 or runs/table2', path),
};
