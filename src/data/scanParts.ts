import { contentHash } from './contentHash';
import type { CtDataSet, CtScan } from './dataSet';
import { type Parts, partNames } from './split/split';
import type { RecordedScan, SplitRecord } from './split/splitRecord';

/**
 * The parts of a split that each scan of a data set is in: one, several where slices were divided, none for a scan that the
 * split does not know. Scans are recognised by their files or content, whatever they are called and whichever labels are liver
 * now. A record without `content` knows scans whose files have changed by their names, patients and numbers of slices alone.
 *
 * Use it to find the scans that a network was trained on:
 *
 * ```ts
 * const parts = await scanParts(dataSet, split);
 * const seen = [...parts].filter(([, names]) => names.has('train')).map(([scan]) => scan);
 * ```
 *
 * @throws CtFileError (the promise) if a file is broken
 */
export async function scanParts(
  { patients }: CtDataSet,
  record: SplitRecord,
): Promise<ReadonlyMap<CtScan, ReadonlySet<keyof Parts<unknown>>>> {
  const parts = new Map<CtScan, ReadonlySet<Part>>();
  for (const scan of patients.flatMap((patient) => patient.scans)) {
    const unchanged = partsIn(record, ({ fingerprint }) => fingerprint === scan.fingerprint);
    parts.set(scan, unchanged.size > 0 ? unchanged : await partsOfChanged(record, scan));
  }
  return parts;
}

type Part = keyof Parts<unknown>;

const partsIn = ({ parts }: SplitRecord, isIt: (recorded: RecordedScan) => boolean): ReadonlySet<Part> =>
  new Set(partNames.filter((part) => parts[part].some(isIt)));

async function partsOfChanged(record: SplitRecord, scan: CtScan): Promise<ReadonlySet<Part>> {
  const content = await contentHash(scan);
  return partsIn(record, (recorded) =>
    recorded.content === undefined ? hasSameName(scan, recorded) : content !== null && content === recorded.content,
  );
}

const hasSameName = ({ name, patient, depth }: CtScan, recorded: RecordedScan) =>
  name === recorded.scan && patient === recorded.patient && depth === recorded.depth;
