import { type HuRange, type LabelSource, type Labels, parseLabels } from 'msa-unet';

import { nearest } from './names';
import type { Reader } from './option';
import { UsageError } from './usageError';

/** A whole number. */
export const whole =
  (least = 1): Reader<number> =>
  (text, option) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
    const bound = Number.isFinite(least) ? ` of at least ${least}` : '';
    throw refused(option, `a whole number${bound}`, text);
  };

/** A number from `least` to `most`. */
export const number =
  (least = -Infinity, most = Infinity): Reader<number> =>
  (text, option) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= least && value <= most) return value;
    const bounds = most < Infinity ? ` from ${least} to ${most}` : least > -Infinity ? ` of at least ${least}` : '';
    throw refused(option, `a number${bounds}`, text);
  };

/** One of some names. */
export const oneOf =
  <const T extends string>(names: readonly T[]): Reader<T> =>
  (text, option) => {
    const name = names.find((known) => known === text);
    if (name !== undefined) return name;
    const near = nearest(text, names);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    throw new UsageError(`${refused(option, `one of ${names.join(', ')}`, text).message}${hint}`);
  };

/** The path of a file or folder. */
export const path: Reader<string> = (text, option) => {
  if (text === '') throw refused(option, 'a path', text);
  return text;
};

/** The path of a file with one of some endings. */
export const file =
  (...endings: readonly string[]): Reader<string> =>
  (text, option) => {
    if (endings.some((ending) => text.toLowerCase().endsWith(ending))) return text;
    throw refused(option, `a file that ends in ${endings.join(' or ')}`, text);
  };

/** Height and width: `256` or `256,192`. */
export const size: Reader<readonly [height: number, width: number]> = (text, option) => {
  const sides = wholes(text);
  const [height, width = height] = sides;
  if (height === undefined || sides.length > 2)
    throw refused(option, 'a side as 256, or height,width as 256,192', text);
  return [height, width!];
};

/** Height and width of a pixel in mm: `1.5` or `1.5,1.2`. */
export const pixelSize: Reader<readonly [y: number, x: number]> = (text, option) => {
  const [y, x = y, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (y! > 0 && x! > 0 && Number.isFinite(y! * x!) && more.length === 0) return [y!, x!];
  throw refused(option, 'mm as 1.5, or height,width as 1.5,1.2', text);
};

/** Bounds of a CT window: `-200,250`. */
export const huRange: Reader<HuRange> = (text, option) => {
  const [low, high, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (low! < high! && Number.isFinite(low! - high!) && more.length === 0) return [low!, high!];
  throw refused(option, 'low,high in HU as -200,250', text);
};

/** Height, width and channels: `512,512,1`. */
export const imageShape: Reader<readonly [height: number, width: number, channels: number]> = (text, option) => {
  const [height, width, channels, ...more] = wholes(text);
  if (height === undefined || width === undefined || channels === undefined || more.length > 0)
    throw refused(option, 'height,width,channels as 512,512,1', text);
  return [height, width, channels];
};

/** A pattern of paths with one star. */
export const pattern: Reader<string> = (text, option) => {
  if (text.split('*').length === 2) return text;
  throw new UsageError(
    `${option} must be a pattern with one *; received "${text}". Put patterns in quotes, as in ${option} 'name-*', or the shell replaces them by file names`,
  );
};

/** Labels in the masks' files: numbers and names. */
export const labels: Reader<readonly LabelSource[]> = (text, option) => {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => /^\d+$|\p{L}/u.test(part)))
    return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  throw refused(option, 'numbers or names of labels with commas between, such as 1,2 or liver', text);
};

/** A label of a table, `liver=1,2`, or `all`. */
export const labelled: Reader<Labels | 'all'> = (text, option) => {
  if (text === 'all') return text;
  try {
    return parseLabels([text]);
  } catch {
    throw refused(option, 'all, or a name and its numbers or segment names, such as liver=1,2', text);
  }
};

/** The name of a label. */
export const labelName: Reader<string> = (text, option) => {
  if (text.trim() !== '') return text.trim();
  throw refused(option, 'the name of a label', text);
};

/** Joins the labels of several options. */
export function joinedLabels(given: readonly (Labels | 'all')[] | undefined): Labels | 'all' | undefined {
  if (given === undefined) return undefined;
  const tables = given.filter((one) => one !== 'all');
  if (tables.length < given.length) {
    if (given.length > 1) throw new UsageError('--labels all stands alone');
    return 'all';
  }
  const names = tables.flatMap(Object.keys);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(`--labels ${twice} is given twice; join its numbers with commas`);
  return Object.assign({}, ...tables);
}

/** Whole numbers above 0 with commas between; none where the text is something else. */
const wholes = (text: string): number[] => (/^[1-9]\d*(,[1-9]\d*)*$/.test(text) ? text.split(',').map(Number) : []);

const refused = (option: string, expected: string, text: string) =>
  new UsageError(`${option} must be ${expected}; received "${text}"`);
