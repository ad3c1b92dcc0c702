import type { CtScan, CtSlice, LiverLabel } from 'msa-unet';

import { millilitres, type ScanSums, warningsOn } from './warnings';

/** Facts about a scan, from all its slices. */
export interface ScanFacts {
  readonly scan: CtScan;
  readonly unit: CtSlice['unit'];
  /** Rows × columns, each size once. */
  readonly sizes: readonly string[];
  /** Lowest and highest value. */
  readonly range: readonly [low: number, high: number];
  /** Pixels of liver in every slice. */
  readonly areas: readonly number[];
  /** Probable faults. */
  readonly warnings: readonly string[];
}

/** HU above which a pixel is bone, or metal. */
const bone = 300;

/** Reads all slices of a scan, one after another. `liverLabels`: the labels that count as liver; `null`: all above 0. */
export async function measureScan(scan: CtScan, liverLabels: readonly LiverLabel[] | null = null): Promise<ScanFacts> {
  const sizes = new Set<string>();
  const areas: number[] = [];
  const sums: ScanSums = { left: 0, right: 0, values: 0, bonesAbove: 0, bonesBelow: 0, labels: null };
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
    areas.push(addSlice(sums, slice));
  }
  const warnings = warningsOn(sums, { areas, unit, low, spacing: scan.spacing, liverLabels });
  return { scan, unit, sizes: [...sizes], range: [low, high], areas, warnings };
}

/** Adds a slice to the sums. @returns the number of its liver pixels */
function addSlice(sums: ScanSums, { width, values, mask, labels }: CtSlice): number {
  let area = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value > bone) sums[i < values.length / 2 ? 'bonesAbove' : 'bonesBelow']++;
    if (mask[i] === 0) continue;
    area++;
    sums.values += value;
    sums[i % width < width / 2 ? 'left' : 'right']++;
  }
  if (labels) sums.labels = new Set([...(sums.labels ?? []), ...labels]);
  return area;
}

/** The facts in a few lines. */
export function factsText({ scan, unit, sizes, range, areas, warnings }: ScanFacts): string {
  const voxels = areas.reduce((sum, area) => sum + area, 0);
  const whose = scan.name === scan.patient ? scan.name : `${scan.name} of ${scan.patient}`;
  const facts = [
    `${scan.depth} slices of ${sizes.join(', ')} (rows × columns)`,
    scan.spacing ? `${scan.spacing.map((mm) => Number(mm.toFixed(3))).join(' × ')} mm (z × y × x)` : 'spacing unknown',
    `${range.join(' to ')} ${unit === 'hu' ? 'HU' : 'grey levels'}`,
    `liver in ${areas.filter((area) => area > 0).length} slices`,
    scan.spacing ? `${millilitres(voxels, scan.spacing).toFixed(0)} ml` : `${voxels} pixels`,
  ];
  return [`${whose}: ${facts.join(', ')}`, ...warnings.map((warning) => `  ! ${warning}`)].join('\n');
}
