import type { OpenNiftiPairsOptions } from 'msa-unet/node';

/** Patterns of the scans and masks in a folder, and the liver labels; `null` where the layout determines them. */
export type Pairs = Required<Pick<OpenNiftiPairsOptions, 'image' | 'mask' | 'liverLabels'>>;

/** The options for `parseArgs`. */
export const pairOptions = {
  image: { type: 'string' },
  mask: { type: 'string' },
  'liver-labels': { type: 'string' },
} as const;

export const pairHelp = `  --image PATTERN    pattern of the scan files, such as 'ct/*'        [LiTS or MSD file names]
  --mask PATTERN     pattern of their masks, such as 'masks/*_liver'  [LiTS or MSD file names]
  --liver-labels L   labels that count as liver, such as 1,2          [all above 0]
`;

/** Reads the pair options of the command line. @throws RangeError for a pattern without exactly one star, or invalid labels */
export function readPairs(values: { image?: string; mask?: string; 'liver-labels'?: string }): Pairs {
  const labels = values['liver-labels'];
  return {
    image: values.image === undefined ? null : pattern('image', values.image),
    mask: values.mask === undefined ? null : pattern('mask', values.mask),
    liverLabels: labels === undefined ? null : labelList(labels),
  };
}

function pattern(option: string, text: string): string {
  if (text.split('*').length === 2) return text;
  throw new RangeError(
    `--${option} must be a pattern with one *; received "${text}". Put patterns in quotes, as in --${option} 'name-*', or the shell replaces them by file names`,
  );
}

function labelList(text: string): number[] {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(',').map(Number);
  throw new RangeError(`--liver-labels must be whole numbers with commas between, such as 1,2; received "${text}"`);
}
