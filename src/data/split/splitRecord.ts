import { invalidOption } from '../../utils/errors';
import type { Fix } from '../../utils/fix';
import { OptionError } from '../../utils/optionError';
import type { CtDataSet, CtScan, SliceRef } from '../dataSet';
import { type Parts, partNames } from './split';

/** How a data set was divided, as plain JSON: saved to a file and given back, it gives the same parts again. */
export interface SplitRecord {
  /** Name of the data set. */
  readonly dataSet: string;
  /** What was kept together: all slices of a patient, or nothing. */
  readonly by: 'patient' | 'slice';
  /** In words, how each part came about. */
  readonly rule: string;
  /** Seed of the shuffle. */
  readonly seed: number;
  /** Scans of each part. */
  readonly parts: Parts<readonly RecordedScan[]>;
  /** Scans that are in no part. */
  readonly leftOut: readonly string[];
  /** What a reader of results must know: patients found twice, slices that leak. */
  readonly warnings: readonly string[];
}

/** What one part of a split has of a scan. */
export interface RecordedScan {
  readonly patient: string;
  readonly scan: string;
  /** Number of slices of the whole scan. */
  readonly depth: number;
  readonly fingerprint: string;
  /** Indices of its slices in this part; `null` for all. */
  readonly slices: readonly number[] | null;
}

/** Notes down which slices of which scans a part has. */
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
 * The parts that a record names.
 *
 * @param checkFiles whether fingerprints must be equal too
 * @throws TypeError if it is no record; RangeError if the data set has changed
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

/** What mends a change of files, besides splitting anew. */
interface Remedies {
  readonly back: string;
  readonly more: readonly Fix[];
}

function changed(what: string, { back, more }: Remedies = { back: 'bring the files back', more: [] }): OptionError {
  return new OptionError({
    owner: 'splitDataSet',
    option: 'record',
    expected: 'of the data set as it is',
    received: what,
    problem: `the data set has changed since the split was recorded: ${what}`,
    fix: [{ action: back }, { option: 'record', value: undefined, when: 'to split anew' }, ...more],
  });
}

function requireRecord(record: SplitRecord): void {
  const { parts, leftOut } = Object(record) as Partial<SplitRecord>;
  if (partNames.every((part) => Array.isArray(parts?.[part])) && Array.isArray(leftOut)) return;
  throw invalidOption('splitDataSet', 'record', 'one that splitDataSet has returned', record);
}
