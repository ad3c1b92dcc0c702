import type { Labels } from 'msa-unet';

import { many, type Option, option } from '../args/option';
import { joinedLabels, labelled, labels, pattern } from '../args/readers';

/** The supported data sets, for the help. */
export const layouts = '3D-IRCADb-01, SLIVER07, LiTS, MSD Task03, nnU-Net, TotalSegmentator, CHAOS or PNG slices';

/** Options of every command that opens data sets, apart from their folders. */
export const pairOptions = {
  image: option(
    'PATTERN',
    "pattern of the scan files in each --data folder, such as 'ct/*'",
    'LiTS or MSD file names',
    pattern,
  ),
  mask: option('PATTERN', "pattern of their masks, such as 'masks/*_liver'", 'LiTS or MSD file names', pattern),
  liverLabels: option(
    'L',
    'labels that count as liver, by number or name, such as 1,2 or liver',
    'all above 0',
    labels,
    ['segments'],
  ),
};

/** Options of the commands that know labels besides the liver. */
export const labelOptions = { labels: labelOption() };

/** Numbers of labels by name, once for each label. */
function labelOption(): Option<Labels | 'all' | undefined> {
  const each = many(
    'NAME=L',
    'segment this label instead of the liver, such as tumour=2, once for each; all: every label that the data name',
    'the liver',
    labelled,
  );
  return { ...each, read: (given, name) => joinedLabels(each.read(given, name)) };
}
