import type { CtDataSet, CtScan } from './dataSet';
import { type Parts, partNames } from './split';
import { isRecorded, type RecordedScan, type SplitRecord } from './splitRecord';

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
  const parts = new Map<CtScan, ReadonlySet<keyof Parts<unknown>>>();
  for (const scan of patients.flatMap((patient) => patient.scans)) {
    const names = new Set<keyof Parts<unknown>>();
    for (const part of partNames) if (await isAmong(record.parts[part], scan)) names.add(part);
    parts.set(scan, names);
  }
  return parts;
}

async function isAmong(recorded: readonly RecordedScan[], scan: CtScan): Promise<boolean> {
  if (recorded.some(({ fingerprint }) => fingerprint === scan.fingerprint)) return true;
  for (const one of recorded)
    if (one.content === undefined ? hasSameName(scan, one) : await isRecorded(scan, one)) return true;
  return false;
}

const hasSameName = ({ name, patient, depth }: CtScan, recorded: RecordedScan) =>
  name === recorded.scan && patient === recorded.patient && depth === recorded.depth;
