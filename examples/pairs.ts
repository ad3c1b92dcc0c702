import type { OpenNiftiPairsOptions } from 'msa-unet/node';

/** Which files of a folder are scans, which their masks, and what is liver there; `null` where the layout tells. */
export type Pairs = Required<Pick<OpenNiftiPairsOptions, 'image' | 'mask' | 'liverLabels'>>;

/** The options for `parseArgs`. */
export const pairOptions = {
  image: { type: 'string' },
  mask: { type: 'string' },
  'liver-labels': { type: 'string' },
} as const;

export const pairHelp = `  --image PATTERN    which files of each --data are scans, as 'ct/*'  [those of LiTS or the Decathlon]
  --mask PATTERN     which their masks, as 'masks/*_liver'            [those of LiTS or the Decathlon]
  --liver-labels L   which labels of all masks are liver, as 1,2      [all above 0]
`;

/** Reads what the command line says about pairs. @throws RangeError for a pattern without one star, labels that are none */
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
  throw new RangeError(`--${option} must be a pattern with one *, in quotes; received "${text}"`);
}

function labelList(text: string): number[] {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(',').map(Number);
  throw new RangeError(`--liver-labels must be whole numbers with commas between, such as 1,2; received "${text}"`);
}
