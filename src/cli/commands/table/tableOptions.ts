import { paperTables } from 'msa-unet';
import { presetNames } from 'msa-unet/node';

import { flag, many, option, required } from '../../args/option';
import { oneOf, path, whole } from '../../args/readers';
import { backendOptions } from '../../options/backendOptions';
import { layouts, pairOptions } from '../../options/dataOptions';

const rows = [...new Set(Object.values(paperTables).flatMap((table) => table.rows.map(({ name }) => name)))];
const preset = 'as the preset';

/** The options of `table`. */
export const tableOptions = {
  table: required('1|2', 'which table', oneOf(['1', '2'])),
  data: many('DIR', `${layouts}, of at least 3 patients; several are mixed`, 'a synthetic phantom', path),
  ...pairOptions,
  preset: option('NAME', presetNames.join(', '), 'cpu-minutes', oneOf(presetNames)),
  size: option('N', 'slices are resized to N × N; CE-Net takes multiples of 32 from 192', preset, whole(32)),
  width: option('N', 'channels of MSA-UNet, 16 being its full width; the others are as much narrower', preset, whole()),
  epochs: option('N', 'how often every slice is seen, at most', preset, whole()),
  batchSize: option('N', 'slices per step', preset, whole(), ['batch']),
  accumulate: option('N', 'passes that a batch is worked off in, for small memories', preset, whole()),
  limit: option('N', 'at most N slices to learn from, and N / 8 to validate, spread evenly', preset, whole()),
  clahe: flag('whether contrast is equalised', 'yes; no for PNG slices alone'),
  seed: option('N', 'of weights, order, augmentation, DropBlock, split and phantom', preset, whole(0)),
  models: many('NAME', 'this network alone, then the table', 'all', oneOf(rows)),
  only: many('NAME', `the job of this network, without the table: ${rows.join(', ')}`, 'all', oneOf(rows)),
  merge: flag('the table of the jobs that are finished, nothing else'),
  ...backendOptions,
  out: option('DIR', 'where the table goes; the jobs go to jobs beside it', 'runs/table1 or table2', path),
};
