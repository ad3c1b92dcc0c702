import { option } from '../args/option';
import { labels, pattern } from '../args/readers';

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
