import { requireInteger, requireOneOf } from '../../utils/check';
import type { CtDataSet, SliceRef } from '../dataSet';
import { divide, type Parts, partNames } from './split';
import { bySet, type Division, scansOf, slicesOf, splitPeople, tooFew } from './splitPeople';
import { partsOfRecord, recordPart, type SplitRecord } from './splitRecord';

/** Options of {@link splitDataSet}. */
export interface SplitDataSetOptions {
  /** Any integer; the same seed and data set give the same split. @defaultValue `0` */
  seed?: number;
  /**
   * What stays together: `'patient'` for all slices of a patient; `'slice'` divides slice by slice, as some papers do.
   * Neighbouring slices then lie in different parts and give each other away: the scores come out too high.
   *
   * @defaultValue `'patient'`
   */
  by?: 'patient' | 'slice';
  /** Groups of names of patients that are one person. @defaultValue none */
  samePatient?: readonly (readonly string[])[];
  /** Whether the parts that the data set names itself (`splits.json`) are taken. @defaultValue `true` */
  ownSplit?: boolean;
  /** The record of an earlier split, to have the same parts again; the options above then do nothing. @defaultValue none */
  record?: SplitRecord | null;
  /**
   * Whether `record` is refused if names, sizes or times of files have changed since, unless it knows the scans by their
   * content. @defaultValue `true`
   */
  checkFiles?: boolean;
  /**
   * Whether the record notes what the scans hold, so that they are recognised as copies and with other masks or labels;
   * two slices of each are read. @defaultValue `false`
   */
  recordContent?: boolean;
}

/** The parts of a data set, and the record that brings them back. */
export interface DataSetSplit {
  readonly parts: Parts<SliceRef[]>;
  readonly record: SplitRecord;
}

/**
 * Divides a data set 8 : 1 : 1 by patient, each data set of a mix by itself: of n patients max(1, round(n / 10)) each go to
 * `val` and `test`. A data set that says itself how it is divided is taken at its word.
 *
 * Scans of equally many slices are compared by what their middle slices hold; patients with equal scans are one person.
 * The record says so. Save it beside the results: `JSON.stringify(record)`.
 *
 * @throws RangeError (the promise) for fewer than 3 patients (slices) of a data set, or a `record` that does not fit it
 * @throws TypeError if `record` is none
 */
export async function splitDataSet(
  dataSet: CtDataSet,
  {
    seed = 0,
    by = 'patient',
    samePatient = [],
    ownSplit = true,
    record = null,
    checkFiles = true,
    recordContent = false,
  }: SplitDataSetOptions = {},
): Promise<DataSetSplit> {
  if (record) return { parts: await partsOfRecord(record, dataSet, checkFiles), record };
  requireInteger('splitDataSet', 'seed', seed, -Infinity);
  requireOneOf('splitDataSet', 'by', by, ['patient', 'slice']);
  const { parts, rule, warnings } =
    by === 'slice' ? splitSlices(dataSet, seed) : await splitPeople(dataSet, { seed, samePatient, ownSplit });
  const taken = new Set(partNames.flatMap((part) => parts[part].map(({ scan }) => scan)));
  const leftOut = scansOf(dataSet.patients).filter((scan) => !taken.has(scan));
  return {
    parts,
    record: {
      dataSet: dataSet.name,
      by,
      rule,
      seed,
      parts: {
        train: await recordPart(parts.train, recordContent),
        val: await recordPart(parts.val, recordContent),
        test: await recordPart(parts.test, recordContent),
      },
      leftOut: leftOut.map(({ name }) => name),
      warnings,
    },
  };
}

/** The slice-level reading of the paper's 8 : 1 : 1. */
function splitSlices({ patients }: CtDataSet, seed: number): Division {
  const divided = [...bySet(patients)].map(([name, own]) => {
    const refs = slicesOf(scansOf(own));
    if (refs.length < 3) throw tooFew(name, `${refs.length} slices`);
    const order = new Map(refs.map((ref, i) => [ref, i]));
    const parts = divide(refs, seed);
    for (const part of partNames) parts[part].sort((a, b) => order.get(a)! - order.get(b)!);
    return parts;
  });
  const all = (part: keyof Parts<unknown>) => divided.flatMap((parts) => parts[part]);
  return {
    parts: { train: all('train'), val: all('val'), test: all('test') },
    rule: '8 : 1 : 1 by slice',
    warnings: [
      'Divided by slice: neighbouring slices of one patient lie in different parts and give each other away, so the scores are too high. Divide by patient to see how well new patients are segmented',
    ],
  };
}
