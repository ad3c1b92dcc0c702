import { flag, many, option, required } from '../../args/option';
import { file, oneOf, path, whole } from '../../args/readers';
import { backendOptions } from '../../options/backendOptions';
import { layouts, pairOptions } from '../../options/dataOptions';
import { predictOptions } from '../../options/predictOptions';
import { partChoices } from './openPart';

/** The options of `evaluate`. */
export const evaluateOptions = {
  model: required('DIR', 'what train has saved, or any saved network', path),
  data: many('DIR', `${layouts}; several are mixed`, 'the data of the training', path),
  ...pairOptions,
  part: option('NAME', `${partChoices.join(', ')}: what is scored`, 'test', oneOf(partChoices)),
  seed: option('N', 'of the split, where the network does not come with one', 0, whole(-Infinity)),
  ...predictOptions,
  ...backendOptions,
  csv: option('FILE', 'a table of every volume and slice', 'none', file('.csv')),
  json: option('FILE', 'the whole report', 'none', file('.json')),
  force: flag('overwrite files that are there'),
};
