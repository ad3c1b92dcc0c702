import { type CtDataSet, type CtScan, type SliceRef, type SplitRecord, splitDataSet } from 'msa-unet';

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
  if (part === 'all') return dataSet.patients.flatMap(({ scans }) => scans);
  const { parts } = await splitDataSet(dataSet, { record: split, seed }).catch((cause: unknown) => {
    if (!split || !(cause instanceof RangeError)) throw cause;
    throw new Error(`${cause.message}. To score all scans of data that were not trained on: --part all`, { cause });
  });
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
