import { type CtDataSet, type CtScan, type SliceRef, type SplitRecord, scanParts, splitDataSet } from 'msa-unet';

/** Parts of a data set that can be scored. */
export const partChoices = ['test', 'val', 'train', 'all'] as const;

/** Scans to score. */
export interface OpenedPart {
  readonly scans: readonly CtScan[];
  /** Whether the split knows some of the scans. */
  readonly isKnown: boolean;
  /** Warnings for readers of the scores. */
  readonly warnings: readonly string[];
}

/**
 * The scans of one part. A scan that was split slice by slice has only the slices of the part, and no spacing, because they may
 * not be neighbours.
 *
 * @param split of the training run, if known; otherwise the data are split again with `seed`
 * @throws Error if the data set is not that of the split
 */
export async function openPart(
  dataSet: CtDataSet,
  part: (typeof partChoices)[number],
  { split, seed = 0 }: { readonly split: SplitRecord | null; readonly seed: number | undefined },
): Promise<OpenedPart> {
  if (!split) {
    const scans = part === 'all' ? allScans(dataSet) : await scansOfPart(dataSet, part, { seed });
    return { scans, isKnown: false, warnings: [part === 'all' ? unknownScans : `${unknownScans}: ${newSplit(seed)}`] };
  }
  const partsOf = await scanParts(dataSet, split);
  const isKnown = [...partsOf.values()].some((parts) => parts.size > 0);
  const scans =
    part === 'all'
      ? allScans(dataSet)
      : await scansOfPart(dataSet, part, { record: split }).catch((cause: unknown) => {
          if (!(cause instanceof RangeError)) throw cause;
          throw new Error(isKnown ? otherData(split) : `${cause.message}. ${scoreAll}`, { cause });
        });
  const names = new Map([...partsOf].map(([scan, parts]) => [scan.name, parts]));
  const seen = scans.filter(({ name }) => names.get(name)?.has('train') || names.get(name)?.has('val'));
  return { scans, isKnown, warnings: seen.length === 0 ? [] : [seenScans(seen.length, scans.length)] };
}

const allScans = ({ patients }: CtDataSet) => patients.flatMap((patient) => patient.scans);

const unknownScans = 'Warning: the network has no split.json, so the scores may include scans that it was trained on';
const newSplit = (seed: number) => `the data are split again, with seed ${seed}`;
const seenScans = (seen: number, all: number) =>
  `Warning: the network was trained or validated on ${seen} of the ${all} scored scans; scores on new patients will be lower`;
const scoreAll = 'To score every scan of a data set the network was not trained on, pass --part all';
const otherData = (split: SplitRecord) =>
  `The data differ from those that the network was trained on (${split.dataSet}): scans are missing or new, or their files or labels have changed. To score its test part, leave out --data or pass the same --data as in training`;

async function scansOfPart(
  dataSet: CtDataSet,
  part: 'train' | 'val' | 'test',
  options: { readonly record?: SplitRecord; readonly seed?: number },
): Promise<CtScan[]> {
  const { parts } = await splitDataSet(dataSet, options);
  const byScan = new Map<CtScan, number[]>();
  for (const { scan, index } of parts[part]) byScan.set(scan, [...(byScan.get(scan) ?? []), index]);
  return [...byScan].map(([scan, indices]) => (indices.length === scan.depth ? scan : someSlices(scan, indices)));
}

const someSlices = (scan: CtScan, indices: readonly SliceRef['index'][]): CtScan => ({
  ...scan,
  depth: indices.length,
  spacing: null,
  affine: null,
  readSlice: (index) => scan.readSlice(indices[index]!),
});
