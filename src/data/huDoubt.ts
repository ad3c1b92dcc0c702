import type { Volume } from './volume';

/** Why the values of a scan are unlikely to be Hounsfield units. */
export interface HuDoubt {
  /**
   * What the values look like: `'labels'`, whole numbers from 0 that are few or fill plain areas, as in masks; `'grey'`, the narrow range of a
   * picture or of a normalised scan; `'unknown'`, neither, but nothing is as dark as air.
   */
  readonly looksLike: 'labels' | 'grey' | 'unknown';
  /** The reason in words, for the user. */
  readonly text: string;
}

/** Highest value in HU of a scan's darkest voxels: air is at −1000, fat at −100. */
const darkest = -500;
/** Limits of grey levels, from 0 to 255, and of scans normalised to a mean of 0; fat is below in every patient. */
const [greyLow, greyHigh] = [-50, 255];
/** Most labels that are recognised by their number alone; of more, see {@link mostChanges}. */
const fewLabels = 32;
/** Highest fraction of changes between neighbours other than 0: organs are plain areas, grey levels have noise. */
const mostChanges = 0.25;

/**
 * Returns why the values of a scan are unlikely to be Hounsfield units, or `null`; of labels always `null`.
 *
 * {@link readVolume} notes its `text`. A program that nobody watches can refuse scans that look like `'labels'` or
 * `'grey'`, as `msa-unet predict` does: a network for Hounsfield units predicts nonsense on them.
 *
 * @example
 * ```ts
 * import { huDoubt } from 'msa-unet';
 *
 * const windowed = Int16Array.from({ length: 256 }, (_, level) => level);
 * console.log(huDoubt({ kind: 'hu', data: windowed })?.looksLike); // grey
 * console.log(huDoubt({ kind: 'hu', data: Int16Array.of(-1000, 60) })); // null
 * ```
 */
export function huDoubt({ kind, data }: Pick<Volume, 'kind' | 'data'>): HuDoubt | null {
  if (kind !== 'hu') return null;
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low >= darkest && low < Infinity)) return null; // all NaN: no value at all
  const labels = low === 0 && high > 0 && high <= greyHigh ? labelsIn(data) : null;
  const looksLike = labels ? 'labels' : low >= greyLow && high <= greyHigh && low < high ? 'grey' : 'unknown';
  const what = labels
    ? `only ${listed(labels)} occur, as in a mask: give the scan itself`
    : looksLike === 'grey'
      ? `values from ${low} to ${high} are grey levels after a CT window, or were normalised for another program: export the scan again from DICOM`
      : `values from ${low} to ${high} may be in another unit`;
  return { looksLike, text: `no value is below ${darkest}, as air is in Hounsfield units; ${what}` };
}

/** The distinct values, ascending, if they are whole numbers, and few or of plain areas; else `null`. */
function labelsIn(data: Volume['data']): number[] | null {
  const found = new Set<number>();
  let [last, pairs, changes] = [Number.NaN, 0, 0];
  for (const value of data) {
    if (value !== 0 && last !== 0) pairs++;
    if (value === last) continue;
    if (!Number.isInteger(value)) return null;
    if (value !== 0 && last !== 0) changes++;
    found.add(value);
    last = value;
  }
  return found.size > fewLabels && changes > mostChanges * pairs ? null : [...found].sort((a, b) => a - b);
}

function listed(labels: readonly number[]): string {
  if (labels.length > 4) return `${labels.length} whole numbers from 0 to ${labels.at(-1)}`;
  return new Intl.ListFormat('en-GB').format(labels.map(String));
}
