import { invalidOption } from '../../utils/errors';
import type { Fix } from '../../utils/fix';
import { OptionError } from '../../utils/optionError';
import { contentHash } from '../contentHash';
import type { CtDataSet, CtScan, SliceRef } from '../dataSet';
import { type Parts, partNames } from './split';

/** Record of a split as plain JSON, which restores the same parts later. */
export interface SplitRecord {
  /** Name of the data set. */
  readonly dataSet: string;
  /** Unit of the split. */
  readonly by: 'patient' | 'slice';
  /** Describes how the parts came about. */
  readonly rule: string;
  /** Seed of the shuffle. */
  readonly seed: number;
  /** Label with and without which patients were split separately. Missing if there is none. */
  readonly stratify?: string;
  /** Scans of each part. */
  readonly parts: Parts<readonly RecordedScan[]>;
  /** Scans that are in no part. */
  readonly leftOut: readonly string[];
  /** Warnings for readers of results: patients found twice, slices that leak. */
  readonly warnings: readonly string[];
}

/** One scan's slices in one part of a split. */
export interface RecordedScan {
  readonly patient: string;
  readonly scan: string;
  /** Number of slices of the whole scan. */
  readonly depth: number;
  readonly fingerprint: string;
  /**
   * Hash of the values of the scan, independent of its masks and files, so equal for copies. `null`: all values are
   * equal. Missing without `recordContent`.
   */
  readonly content?: string | null;
  /** Indices of its slices in this part. `null`: all. */
  readonly slices: readonly number[] | null;
}

/** Records which slices of which scans a part has, and with `content` a hash of their values. */
export async function recordPart(refs: readonly SliceRef[], content: boolean): Promise<RecordedScan[]> {
  const byScan = new Map<CtScan, number[]>();
  for (const { scan, index } of refs) byScan.set(scan, [...(byScan.get(scan) ?? []), index]);
  const recorded: RecordedScan[] = [];
  for (const [scan, indices] of byScan)
    recorded.push({
      patient: scan.patient,
      scan: scan.name,
      depth: scan.depth,
      fingerprint: scan.fingerprint,
      ...(content ? { content: await contentHash(scan) } : {}),
      slices: indices.length === scan.depth ? null : indices,
    });
  return recorded;
}

/** Whether a scan is the recorded one: its files or the values of its slices are unchanged. */
async function isRecorded(scan: CtScan, recorded: RecordedScan): Promise<boolean> {
  if (scan.fingerprint === recorded.fingerprint) return true;
  return scan.depth === recorded.depth && recorded.content != null && recorded.content === (await contentHash(scan));
}

/**
 * Restores the parts of a record.
 *
 * @param checkFiles whether files or content must match too, not only names
 * @throws OptionError (the promise) if it is not a record, or the data set has changed
 */
export async function partsOfRecord(
  record: SplitRecord,
  dataSet: CtDataSet,
  checkFiles: boolean,
): Promise<Parts<SliceRef[]>> {
  requireRecord(record);
  const scans = new Map(dataSet.patients.flatMap((patient) => patient.scans.map((scan) => [scan.name, scan])));
  const named = new Set([
    ...partNames.flatMap((part) => record.parts[part].map(({ scan }) => scan)),
    ...record.leftOut,
  ]);
  for (const name of scans.keys()) if (!named.has(name)) throw changed(`scan ${name} is new`);
  const read = async (part: readonly RecordedScan[]) => {
    const refs: SliceRef[] = [];
    for (const recorded of part) {
      const scan = scans.get(recorded.scan);
      if (!scan) throw changed(`scan ${recorded.scan} is missing`);
      await requireSame(scan, recorded, checkFiles);
      for (const index of recorded.slices ?? Array(scan.depth).keys()) refs.push({ scan, index });
    }
    return refs;
  };
  const { train, val, test } = record.parts;
  return { train: await read(train), val: await read(val), test: await read(test) };
}

async function requireSame(scan: CtScan, recorded: RecordedScan, checkFiles: boolean): Promise<void> {
  const { name, patient, depth } = scan;
  if (patient !== recorded.patient) throw changed(`scan ${name} is of patient ${patient} now, not ${recorded.patient}`);
  if (depth !== recorded.depth) throw changed(`scan ${name} has ${depth} slices now, not ${recorded.depth}`);
  if (checkFiles && !(await isRecorded(scan, recorded)))
    throw changed(`the files of scan ${name} have changed`, {
      back: 'bring the files back with their times of change (cp -p)',
      more: [{ option: 'checkFiles', value: false, when: 'if they were only copied' }],
    });
}

/** Fixes of a change of files, besides splitting again. */
interface Remedies {
  readonly back: string;
  readonly more: readonly Fix[];
}

function changed(what: string, { back, more }: Remedies = { back: 'bring the files back', more: [] }): OptionError {
  return new OptionError({
    owner: 'splitDataSet',
    option: 'record',
    expected: 'of the current data set',
    received: what,
    problem: `the data set has changed since the split was recorded: ${what}`,
    fix: [{ action: back }, { option: 'record', value: undefined, when: 'to split again' }, ...more],
  });
}

function requireRecord(record: SplitRecord): void {
  const { parts, leftOut } = Object(record) as Partial<SplitRecord>;
  if (partNames.every((part) => Array.isArray(parts?.[part])) && Array.isArray(leftOut)) return;
  throw invalidOption('splitDataSet', 'record', 'one that splitDataSet has returned', record);
}
