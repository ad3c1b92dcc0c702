import { parseArgs } from 'node:util';

import { type Pairs, pairHelp, pairOptions, readPairs } from '../pairs';

/** What the command line says. */
export interface InspectOptions extends Pairs {
  /** Folder of the data set. */
  readonly folder: string;
  /** Where the contact sheet goes; `null` for none. */
  readonly out: string | null;
  /** At most so many patients are read, spread evenly. */
  readonly patients: number | null;
  /** Pictures of each scan on the sheet. */
  readonly slices: number;
}

export const help = `Shows what a CT data set holds, and whether its masks lie on the livers.

  npm run inspect -- DIR                      slices, size, spacing, HU range and liver volume of every patient
  npm run inspect -- DIR --out sheet.png      also a picture with the contours of the masks

DIR holds 3D-IRCADb-01, SLIVER07, LiTS, the Decathlon's liver task, CHAOS, or PNG slices; docs/data.md says how.

  --out FILE         the picture: liver at the left, spine below
  --slices N         pictures of each scan                          [4]
  --patients N       at most N patients, spread evenly              [all]
${pairHelp}  -h, --help         this text
`;

/**
 * Reads the command line.
 *
 * @returns `null` if help is asked for
 * @throws TypeError for unknown options and too many or few words, RangeError for values out of range
 */
export function readOptions(args: string[]): InspectOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [folder, ...more] = positionals;
  if (!folder || more.length > 0)
    throw new TypeError(`One folder is needed; received ${positionals.length}; see npm run inspect -- --help`);
  if (values.out !== undefined && !/\.png$/i.test(values.out))
    throw new RangeError(`--out must name a .png file; received "${values.out}"`);
  return {
    folder,
    ...readPairs(values),
    out: values.out ?? null,
    patients: values.patients === undefined ? null : whole('patients', values.patients),
    slices: whole('slices', values.slices),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    const [firstSentence] = String(cause instanceof Error ? cause.message : cause).split(/\.(?:\s|$)/);
    throw new TypeError(`${firstSentence}; see npm run inspect -- --help`, { cause });
  }
}

const options = {
  out: { type: 'string' },
  slices: { type: 'string', default: '4' },
  patients: { type: 'string' },
  ...pairOptions,
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function whole(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`--${option} must be a whole number of at least 1; received "${text}"`);
}
