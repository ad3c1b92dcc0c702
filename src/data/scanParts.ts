import { contentHash } from './contentHash';
import type { CtDataSet, CtScan } from './dataSet';
import { type Parts, partNames } from './split/split';
import type { RecordedScan, SplitRecord } from './split/splitRecord';

/**
 * Finds the scans of a data set in the record of a split, for example those that a network was trained on.
 *
 * Scans are recognised by their files or content, whatever their names and liver labels. Without `content` in the record,
 * scans whose files have changed are recognised by name, patient and number of slices.
 *
 * @returns the parts of each scan: one, several if the split was by slice, none if the scan is not in the record
 * @throws CtFileError (the promise) if a file is broken
 * @example
 * ```ts
 * import { phantomDataSet, scanParts, splitDataSet } from 'msa-unet';
 *
 * const data = phantomDataSet({ patients: 10, slicesPerPatient: 2, size: 16 });
 * const { record } = await splitDataSet(data, { seed: 1, recordContent: true });
 * const parts = await scanParts(data, record);
 * const trainedOn = [...parts].filter(([, names]) => names.has('train'));
 * console.log(trainedOn.length); // 8
 * ```
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
