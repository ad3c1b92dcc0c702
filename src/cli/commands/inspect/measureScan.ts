import { type CtScan, type CtSlice, volumeMl } from 'msa-unet';

import { counted } from '../../counted';
import { addLabels, type LabelSums } from './labelSums';
import { darkLimit, type ScanSums, warningsOn } from './warnings';

/** Facts about a scan, from all its slices. */
export interface ScanFacts {
  readonly scan: CtScan;
  readonly hasMasks: boolean;
  readonly unit: CtSlice['unit'];
  /** Rows × columns, each size once. */
  readonly sizes: readonly string[];
  /** Lowest and highest value. */
  readonly range: readonly [low: number, high: number];
  /** Pixels of liver, or of all labels, in every slice. */
  readonly areas: readonly number[];
  /** Sums of each label of the scan's table; none without one. */
  readonly labels: readonly LabelSums[];
  /** Probable faults. */
  readonly warnings: readonly string[];
}

/** HU above which a pixel is bone, or metal. */
const bone = 300;

/**
 * Reads all slices of a scan, one after another.
 *
 * @param hasMasks whether the masks are of use; a scan alone has empty ones
 */
export async function measureScan(scan: CtScan, hasMasks = true): Promise<ScanFacts> {
  const sizes = new Set<string>();
  const areas: number[] = [];
  const sums: ScanSums = {
    left: 0,
    right: 0,
    values: 0,
    squares: 0,
    dark: 0,
    bonesAbove: 0,
    bonesBelow: 0,
    labels: null,
  };
  const labels = (scan.labels?.labels ?? []).map((): LabelSums => ({ voxels: 0, values: 0 }));
  let unit: CtSlice['unit'] = 'hu';
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < scan.depth; index++) {
    const slice = await scan.readSlice(index);
    unit = slice.unit;
    sizes.add(`${slice.height}×${slice.width}`);
    for (const value of slice.values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    areas.push(scan.labels ? addLabels(labels, scan.labels, slice) : addSlice(sums, slice));
    addBones(sums, slice);
  }
  const isLiver = hasMasks && !scan.labels; // what is known of livers does not judge other labels
  const { liverLabels = null } = scan;
  const warnings = warningsOn(sums, { areas, unit, low, voxelMl: voxelMlOf(scan), liverLabels, hasMasks: isLiver });
  return { scan, hasMasks, unit, sizes: [...sizes], range: [low, high], areas, labels, warnings };
}

/** Adds a slice to the sums. @returns the number of its liver pixels */
function addSlice(sums: ScanSums, { width, values, mask, labels }: CtSlice): number {
  let area = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (mask[i] === 0) continue;
    area++;
    sums.values += value;
    sums.squares += value * value;
    if (value < darkLimit) sums.dark++;
    sums[i % width < width / 2 ? 'left' : 'right']++;
  }
  if (labels) sums.labels = new Set([...(sums.labels ?? []), ...labels]);
  return area;
}

function addBones(sums: ScanSums, { values }: CtSlice): void {
  for (let i = 0; i < values.length; i++)
    if (values[i]! > bone) sums[i < values.length / 2 ? 'bonesAbove' : 'bonesBelow']++;
}

/** The facts in a few lines. */
export function factsText({ scan, hasMasks, unit, sizes, range, areas, labels, warnings }: ScanFacts): string {
  const voxels = areas.reduce((sum, area) => sum + area, 0);
  const whose = scan.name === scan.patient ? scan.name : `${scan.name} of ${scan.patient}`;
  const liver = `liver in ${counted(areas.filter((area) => area > 0).length, 'slice')}`;
  const facts = [
    `${counted(scan.depth, 'slice')} of ${sizes.join(', ')} (rows × columns)`,
    scan.spacing
      ? `${scan.spacing.map((mm) => Number(mm.toFixed(3))).join(' × ')} mm (slices × rows × columns)`
      : 'spacing unknown',
    `${range.join(' to ')} ${unit === 'hu' ? 'HU' : 'grey levels'}`,
    ...(scan.labels ? labelFacts(scan, labels) : hasMasks ? [liver, sizeText(scan, voxels)] : ['no mask']),
  ];
  return [`${whose}: ${facts.join(', ')}`, ...warnings.map((warning) => `  ! ${warning}`)].join('\n');
}

/** The labels that a scan holds, with their sizes. */
function labelFacts(scan: CtScan, labels: readonly LabelSums[]): string[] {
  const facts = labels.flatMap(({ voxels }, i) =>
    voxels > 0 ? [`${scan.labels!.labels[i]!.name} ${sizeText(scan, voxels)}`] : [],
  );
  return facts.length > 0 ? facts : ['no label'];
}

/** A number of voxels in ml, or in pixels if the spacing is unknown. */
function sizeText(scan: CtScan, voxels: number): string {
  const voxelMl = voxelMlOf(scan);
  if (voxelMl === null) return `${voxels} pixels`;
  const ml = voxels * voxelMl;
  return `${scan.isUneven ? 'approximately ' : ''}${ml.toFixed(scan.labels && ml < 10 ? 1 : 0)} ml`;
}

/** The volume of one voxel, which a tilted gantry makes smaller than the product of its steps. */
export function voxelMlOf({ spacing, affine = null }: CtScan): number | null {
  return spacing ? volumeMl({ data: Uint8Array.of(1), shape: [1, 1, 1], spacing, affine }) : null;
}
