import type { CtScan, CtSlice } from 'msa-unet';

/** What all slices of a scan add up to. */
export interface ScanFacts {
  readonly scan: CtScan;
  readonly unit: CtSlice['unit'];
  /** Rows × columns; of several sizes, each. */
  readonly sizes: readonly string[];
  /** Lowest and highest value. */
  readonly range: readonly [low: number, high: number];
  /** Pixels of liver in every slice. */
  readonly areas: readonly number[];
  /** What is probably wrong. */
  readonly warnings: readonly string[];
}

/** HU above which a pixel is bone, or metal. */
const bone = 300;

/** Reads all slices of a scan, one after another. */
export async function measureScan(scan: CtScan): Promise<ScanFacts> {
  const sizes = new Set<string>();
  const areas: number[] = [];
  const liver = { left: 0, right: 0 };
  const bones = { above: 0, below: 0 };
  let unit: CtSlice['unit'] = 'hu';
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < scan.depth; index++) {
    const slice = await scan.readSlice(index);
    const { height, width, values, mask } = slice;
    unit = slice.unit;
    sizes.add(`${height}×${width}`);
    let area = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
      if (value > bone) bones[i < values.length / 2 ? 'above' : 'below']++;
      if (mask[i] === 0) continue;
      area++;
      liver[i % width < width / 2 ? 'left' : 'right']++;
    }
    areas.push(area);
  }
  const warnings = [
    liver.left + liver.right === 0 && 'no liver in any slice: are these its masks?',
    liver.right > liver.left && 'liver mostly at the right: mirrored?',
    bones.above > bones.below && 'bones mostly in the upper half: upside down?',
  ].filter((warning) => warning !== false);
  return { scan, unit, sizes: [...sizes], range: [low, high], areas, warnings };
}

/** The facts in a few lines. */
export function factsText({ scan, unit, sizes, range, areas, warnings }: ScanFacts): string {
  const voxels = areas.reduce((sum, area) => sum + area, 0);
  const whose = scan.name === scan.patient ? scan.name : `${scan.name} of ${scan.patient}`;
  const facts = [
    `${scan.depth} slices of ${sizes.join(', ')}`,
    scan.spacing ? `${scan.spacing.map((mm) => Number(mm.toFixed(3))).join(' × ')} mm` : 'spacing not known',
    `${range.join(' to ')} ${unit === 'hu' ? 'HU' : 'grey'}`,
    `liver in ${areas.filter((area) => area > 0).length} slices`,
    scan.spacing
      ? `${((voxels * scan.spacing.reduce((volume, mm) => volume * mm, 1)) / 1000).toFixed(0)} ml`
      : `${voxels} pixels`,
  ];
  return [`${whose}: ${facts.join(', ')}`, ...warnings.map((warning) => `  ! ${warning}`)].join('\n');
}
