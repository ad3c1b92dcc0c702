import type { CtSlice, LabelSource } from 'msa-unet';

/** Counts of pixels and a sum of their values, from which {@link warningsOn} judges a scan. */
export interface ScanSums {
  /** Liver in the left and right half of the pictures. */
  left: number;
  right: number;
  /** Sum of the values of the liver, and of their squares. */
  values: number;
  squares: number;
  /** Pixels of the liver as dark as fat or air. */
  dark: number;
  /** Bone in the upper and lower half of the pictures. */
  bonesAbove: number;
  bonesBelow: number;
  /** Labels above 0 in the masks' files; `null` where these hold none. */
  labels: ReadonlySet<number> | null;
}

/** The circumstances of the sums. */
export interface ScanContext {
  /** Pixels of liver in every slice. */
  readonly areas: readonly number[];
  readonly unit: CtSlice['unit'];
  /** The lowest value. */
  readonly low: number;
  /** Volume of a voxel in ml; `null` if it is unknown. */
  readonly voxelMl: number | null;
  /** The labels that count as liver; `null`: all above 0. */
  readonly liverLabels: readonly LabelSource[] | null;
  /** Whether there are masks to be judged. */
  readonly hasMasks: boolean;
}

/** HU below which a pixel is as dark as fat or air. */
export const darkLimit = -100;
/** Highest value of the darkest voxels of a scan in HU. */
const darkest = -500;
/** Mean HU of livers, from fatty to well enhanced. */
const usualMean = [0, 250] as const;
/** Highest standard deviation of the HU in a liver, with vessels, tumours and the noise of thin slices. */
const usualSpread = 65;
/** Highest share of dark pixels in a liver that is not fatty, and the lowest mean HU of such livers. */
const usualDark = 0.01;
const fatty = 30;
/** Volume of livers in ml, from children's to greatly enlarged. */
const usualVolume = [500, 3500] as const;

/** Probable faults of a scan or its masks. */
export function warningsOn(sums: ScanSums, context: ScanContext): string[] {
  const { left, right, bonesAbove, bonesBelow } = sums;
  return [
    ...aboutLabels(sums.labels, context.liverLabels),
    left + right === 0 && context.hasMasks ? 'no liver in any slice: are these the right masks?' : null,
    right > left ? 'liver mostly on the right: is the scan mirrored?' : null,
    aboutUnit(context),
    !aboutUnit(context) && bonesAbove > bonesBelow ? 'bones mostly in the upper half: is the scan upside down?' : null,
    left + right === 0
      ? null
      : (aboutMean(sums, context) ?? aboutSpread(sums, context) ?? aboutVolume(left + right, context)),
  ].filter((warning) => warning !== null);
}

/** Air has −1000 HU, and every scan shows some. */
function aboutUnit({ unit, low }: ScanContext): string | null {
  if (unit !== 'hu' || low < darkest) return null;
  return `no value is below ${darkest}, as air is in Hounsfield units: has the scan been windowed, or moved by 1024?`;
}

function aboutLabels(found: ScanSums['labels'], liverLabels: ScanContext['liverLabels']): string[] {
  if (!found) return [];
  if (liverLabels === null) {
    const others = [...found].filter((label) => label > 2).sort((a, b) => a - b);
    if (others.length === 0 || found.size === 1) return []; // a mask of 0 and 255 has one label
    return [`labels besides 1 and 2: ${others.join(', ')}; all count as liver unless --liver-labels selects some`];
  }
  // A name that the masks lack is an error when they are opened.
  const absent = liverLabels.filter((label) => typeof label === 'number' && !found.has(label));
  const there = [...found].sort((a, b) => a - b).join(', ') || 'none';
  return absent.length === 0 ? [] : [`no voxel has liver label ${absent.join(', ')}; labels in the masks: ${there}`];
}

function aboutMean({ left, right, values }: ScanSums, { unit }: ScanContext): string | null {
  const mean = values / (left + right);
  const [least, most] = usualMean;
  if (unit !== 'hu' || (mean >= least && mean <= most)) return null;
  return `mean of the mask ${mean.toFixed(0)} HU, livers have ${least} to ${most}: is the mask inverted or shifted?`;
}

/** A mask that is flipped or shifted by a few slices takes in lung, fat and bone, often with the mean of a liver. */
function aboutSpread({ left, right, values, squares, dark }: ScanSums, { unit }: ScanContext): string | null {
  const count = left + right;
  const mean = values / count;
  const spread = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const isMixed = spread > usualSpread || (mean >= fatty && dark / count > usualDark);
  if (unit !== 'hu' || !isMixed) return null;
  const share = ((100 * dark) / count).toFixed(1);
  return `values in the mask vary by ${spread.toFixed(0)} HU (standard deviation) and ${share} % lie below ${darkLimit} HU, in livers at most ${usualSpread} and 1: is the mask flipped or shifted?`;
}

/** A liver that the scan cuts off may be small; no liver is huge. */
function aboutVolume(voxels: number, { areas, voxelMl }: ScanContext): string | null {
  if (voxelMl === null) return null;
  const volume = voxels * voxelMl;
  const isWhole = areas[0] === 0 && areas.at(-1) === 0;
  const [least, most] = usualVolume;
  if (volume <= most && (volume >= least || !isWhole)) return null;
  return `volume of the mask ${volume.toFixed(0)} ml, livers have ${least} to ${most}: is the mask inverted or shifted, or the spacing wrong?`;
}
