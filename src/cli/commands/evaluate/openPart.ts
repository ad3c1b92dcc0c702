import {
  type CtDataSet,
  type CtScan,
  type RecordedScan,
  type SliceRef,
  type SplitRecord,
  splitDataSet,
} from 'msa-unet';

/** Parts of a data set that can be scored. */
export const partChoices = ['test', 'val', 'train', 'all'] as const;

/**
 * The scans of one part. Of a scan that was divided slice by slice it has those slices, and no spacing, as they need not be
 * neighbours.
 *
 * @param split of the training, if it is known; else the data are divided anew, by `seed`
 */
export async function openPart(
  dataSet: CtDataSet,
  part: (typeof partChoices)[number],
  { split, seed }: { readonly split: SplitRecord | null; readonly seed: number | undefined },
): Promise<CtScan[]> {
  const scans = dataSet.patients.flatMap((patient) => patient.scans);
  const seen = split ? scans.filter(isIn([...split.parts.train, ...split.parts.val])) : [];
  if (part === 'all') {
    if (seen.length > 0) console.error(`Note: ${seen.length} of ${scans.length} scans were trained or validated on`);
    return scans;
  }
  const { parts } = await splitDataSet(dataSet, { record: split, seed }).catch((cause: unknown) => {
    if (!split || !(cause instanceof RangeError)) throw cause;
    const isKnown = seen.length > 0 || scans.some(isIn(split.parts.test));
    throw new Error(isKnown ? otherFolders(split.dataSet) : `${cause.message}. ${scoreAll}`, { cause });
  });
  const byScan = new Map<CtScan, number[]>();
  for (const { scan, index } of parts[part]) byScan.set(scan, [...(byScan.get(scan) ?? []), index]);
  return [...byScan].map(([scan, indices]) => (indices.length === scan.depth ? scan : someSlices(scan, indices)));
}

const isIn = (recorded: readonly RecordedScan[]) => {
  const fingerprints = new Set(recorded.map(({ fingerprint }) => fingerprint));
  return ({ fingerprint }: CtScan) => fingerprints.has(fingerprint);
};

const scoreAll = 'To score all scans of data that were not trained on: --part all';
const otherFolders = (trained: string) =>
  `The network was trained on ${trained}: give the same --data as in its training`;

const someSlices = (scan: CtScan, indices: readonly SliceRef['index'][]): CtScan => ({
  ...scan,
  depth: indices.length,
  spacing: null,
  readSlice: (index) => scan.readSlice(indices[index]!),
});
