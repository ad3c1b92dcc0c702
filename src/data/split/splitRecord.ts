import { invalidOption } from '../../utils/errors';
import type { Fix } from '../../utils/fix';
import { OptionError } from '../../utils/optionError';
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
  /** Indices of its slices in this part. `null`: all. */
  readonly slices: readonly number[] | null;
}

/** Records which slices of which scans a part has. */
export function recordPart(refs: readonly SliceRef[]): RecordedScan[] {
  const byScan = new Map<CtScan, number[]>();
  for (const { scan, index } of refs) byScan.set(scan, [...(byScan.get(scan) ?? []), index]);
  return [...byScan].map(([{ patient, name, depth, fingerprint }, indices]) => ({
    patient,
    scan: name,
    depth,
    fingerprint,
    slices: indices.length === depth ? null : indices,
  }));
}

/**
 * Restores the parts of a record.
 *
 * @param checkFiles whether fingerprints must match too
 * @throws OptionError if it is not a record, or the data set has changed
 */
export function partsOfRecord(record: SplitRecord, dataSet: CtDataSet, checkFiles: boolean): Parts<SliceRef[]> {
  requireRecord(record);
  const scans = new Map(dataSet.patients.flatMap((patient) => patient.scans.map((scan) => [scan.name, scan])));
  const named = new Set([
    ...partNames.flatMap((part) => record.parts[part].map(({ scan }) => scan)),
    ...record.leftOut,
  ]);
  for (const name of scans.keys()) if (!named.has(name)) throw changed(`scan ${name} is new`);
  const read = (part: readonly RecordedScan[]) =>
    part.flatMap((recorded) => {
      const scan = scans.get(recorded.scan);
      if (!scan) throw changed(`scan ${recorded.scan} is missing`);
      requireSame(scan, recorded, checkFiles);
      return (recorded.slices ?? Array.from({ length: scan.depth }, (_, i) => i)).map((index) => ({ scan, index }));
    });
  return { train: read(record.parts.train), val: read(record.parts.val), test: read(record.parts.test) };
}

function requireSame({ name, patient, depth, fingerprint }: CtScan, recorded: RecordedScan, checkFiles: boolean): void {
  if (patient !== recorded.patient) throw changed(`scan ${name} is of patient ${patient} now, not ${recorded.patient}`);
  if (depth !== recorded.depth) throw changed(`scan ${name} has ${depth} slices now, not ${recorded.depth}`);
  if (checkFiles && fingerprint !== recorded.fingerprint)
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
