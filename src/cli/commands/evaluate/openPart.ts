import { type CtDataSet, type CtScan, type SliceRef, type SplitRecord, scanParts, splitDataSet } from 'msa-unet';

/** Parts of a data set that can be scored. */
export const partChoices = ['test', 'val', 'train', 'all'] as const;

/** Scans to score. */
export interface OpenedPart {
  readonly scans: readonly CtScan[];
  /** Whether some of the data set's scans are of the training's data. */
  readonly isKnown: boolean;
  /** What a reader of the scores must know. */
  readonly warnings: readonly string[];
}

/**
 * The scans of one part. Of a scan that was divided slice by slice it has those slices, and no spacing, as they need not be
 * neighbours.
 *
 * @param split of the training, if it is known; else the data are divided anew, by `seed`
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
const newSplit = (seed: number) => `the data are divided anew, with seed ${seed}`;
const seenScans = (seen: number, all: number) =>
  `Warning: the network was trained or validated on ${seen} of the ${all} scored scans; such scores are too high for new patients`;
const scoreAll = 'To score all scans of data that were not trained on: --part all';
const otherData = (split: SplitRecord) =>
  `The data are not all those that the network was trained on (${split.dataSet}), or their files or labels have changed. To score its test part, leave out --data, or pass the same --data as in training`;

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
  readSlice: (index) => scan.readSlice(indices[index]!),
});
