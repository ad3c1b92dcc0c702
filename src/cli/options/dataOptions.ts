import { option } from '../args/option';
import { labels, pattern } from '../args/readers';

/** What is read as a data set, for the help. */
export const layouts = "3D-IRCADb-01, SLIVER07, LiTS, the Decathlon's liver task, CHAOS or PNG slices";

/** Options of every command that opens data sets, besides their folders. */
export const pairOptions = {
  image: option(
    'PATTERN',
    "which files of each --data are scans, such as 'ct/*'",
    'those of LiTS or the Decathlon',
    pattern,
  ),
  mask: option('PATTERN', "which their masks, such as 'masks/*_liver'", 'those of LiTS or the Decathlon', pattern),
  liverLabels: option('L', 'which labels of all masks are liver, as 1,2', 'all above 0', labels),
};
