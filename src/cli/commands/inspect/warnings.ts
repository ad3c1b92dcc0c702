import type { CtScan, CtSlice } from 'msa-unet';

/** What {@link warningsOn} judges a scan by: counts of pixels, and a sum of their values. */
export interface ScanSums {
  /** Liver in the left and right half of the pictures. */
  left: number;
  right: number;
  /** Sum of the values of the liver. */
  values: number;
  /** Bone in the upper and lower half of the pictures. */
  bonesAbove: number;
  bonesBelow: number;
  /** Labels above 0 in the masks' files; `null` where these hold none. */
  labels: ReadonlySet<number> | null;
}

/** What else counts. */
export interface ScanContext {
  /** Pixels of liver in every slice. */
  readonly areas: readonly number[];
  readonly unit: CtSlice['unit'];
  readonly spacing: CtScan['spacing'];
  /** The labels asked for as liver; `null`: all above 0. */
  readonly liverLabels: readonly number[] | null;
}

/** Mean HU of livers, fatty to well enhanced. */
const usualMean = [0, 250] as const;
/** Millilitres of livers, of children to much enlarged. */
const usualVolume = [500, 3500] as const;

/** What is probably wrong with a scan or its masks. */
export function warningsOn(sums: ScanSums, context: ScanContext): string[] {
  const { left, right, bonesAbove, bonesBelow } = sums;
  return [
    ...aboutLabels(sums.labels, context.liverLabels),
    left + right === 0 ? 'no liver in any slice: are these its masks?' : null,
    right > left ? 'liver mostly at the right: mirrored?' : null,
    bonesAbove > bonesBelow ? 'bones mostly in the upper half: upside down?' : null,
    left + right === 0 ? null : (aboutMean(sums, context) ?? aboutVolume(left + right, context)),
  ].filter((warning) => warning !== null);
}

/** The volume of so many voxels. */
export function millilitres(voxels: number, [z, y, x]: NonNullable<CtScan['spacing']>): number {
  return (voxels * z * y * x) / 1000;
}

function aboutLabels(found: ScanSums['labels'], liverLabels: ScanContext['liverLabels']): string[] {
  if (!found) return [];
  if (liverLabels === null) {
    const others = [...found].filter((label) => label > 2).sort((a, b) => a - b);
    if (others.length === 0 || found.size === 1) return []; // a mask of 0 and 255 has one label
    return [`labels besides 1 and 2: ${others.join(', ')}; all count as liver unless --liver-labels says which do`];
  }
  const absent = liverLabels.filter((label) => !found.has(label));
  const there = [...found].sort((a, b) => a - b).join(', ') || 'none';
  return absent.length === 0 ? [] : [`no voxel has liver label ${absent.join(', ')}; labels that occur: ${there}`];
}

function aboutMean({ left, right, values }: ScanSums, { unit }: ScanContext): string | null {
  const mean = values / (left + right);
  const [least, most] = usualMean;
  if (unit !== 'hu' || (mean >= least && mean <= most)) return null;
  return `the mean of the mask is ${mean.toFixed(0)} HU, that of livers ${least} to ${most}: is the mask inverted or shifted?`;
}

/** A liver that the scan cuts off may be small, none may be huge. */
function aboutVolume(voxels: number, { areas, spacing }: ScanContext): string | null {
  if (!spacing) return null;
  const volume = millilitres(voxels, spacing);
  const isWhole = areas[0] === 0 && areas.at(-1) === 0;
  const [least, most] = usualVolume;
  if (volume <= most && (volume >= least || !isWhole)) return null;
  return `the mask has ${volume.toFixed(0)} ml, livers have ${least} to ${most}: is the mask inverted or shifted, the spacing wrong?`;
}
