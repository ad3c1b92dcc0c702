import { flag, many, option, required } from '../../args/option';
import { file, number, oneOf, path, whole } from '../../args/readers';
import { shardOptions } from '../../jobs/shard';
import { backendOptions } from '../../options/backendOptions';
import { labelOptions, layouts, pairOptions } from '../../options/dataOptions';
import { predictOptions } from '../../options/predictOptions';
import { partChoices } from './openPart';

/** The options of `evaluate`. */
export const evaluateOptions = {
  model: required('DIR', 'folder written by train, or any saved network', path),
  data: many('DIR', `folder of ${layouts}; several folders are mixed`, 'as in training', path),
  ...pairOptions,
  ...labelOptions,
  part: option('NAME', `part to score: ${partChoices.join(', ')}`, 'test', oneOf(partChoices)),
  seed: option('N', 'seed of the split, for a network saved without one', 0, whole(-Infinity)),
  ...predictOptions,
  ...backendOptions,
  openEnds: flag('count no surface where the end of a scan cuts the liver off, as CHAOS does'),
  tolerance: option('MM', 'with --labels: also score the NSD, surface Dice at this tolerance', 'none', number(0)),
  csv: option('FILE', 'write the scores of every volume and slice as a table', 'none', file('.csv')),
  json: option('FILE', 'write the full report', 'none', file('.json')),
  pictures: option('DIR', 'draw the 3 worst and the 3 middle scans by DSC, with both masks', 'none', path),
  out: option('DIR', 'folder of the scores: every scan is scored once, and the command can be repeated', 'none', path),
  ...shardOptions,
  force: flag('overwrite existing files'),
};
