import { requireInteger, requireKnown, requireOneOf } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { CtDataSet, SliceRef } from '../dataSet';
import { requireLabel } from './hasLabel';
import { divide, type Parts, partNames } from './split';
import { bySet, type Division, scansOf, slicesOf, splitPeople, tooFew } from './splitPeople';
import { partsOfRecord, recordPart, type SplitRecord } from './splitRecord';

/** Options of {@link splitDataSet}. */
export interface SplitDataSetOptions {
  /** Seed, any integer; the same seed and data set give the same split. @defaultValue `0` */
  seed?: number;
  /**
   * Unit of the split: `'patient'` keeps all slices of a patient together; `'slice'` splits slice by slice, as some
   * papers do. Neighbouring slices then leak between the parts, and the scores are too high.
   *
   * @defaultValue `'patient'`
   */
  by?: 'patient' | 'slice';
  /** Groups of patients that are one person. @defaultValue none */
  samePatient?: readonly (readonly string[])[];
  /**
   * Label of the data, such as a rare tumour: patients with and without it are split 8 : 1 : 1 separately, so that every
   * part has some of both. Reads the masks of each patient up to the first slice with the label. `null`: patients are
   * split without regard to their labels. @defaultValue `null`
   */
  stratify?: string | null;
  /** Whether to use the data set's own split (`splits.json`). @defaultValue `true` */
  ownSplit?: boolean;
  /** Record of an earlier split, which restores its parts; overrides the options above. @defaultValue none */
  record?: SplitRecord | null;
  /**
   * Whether to reject `record` if names, sizes or times of files have changed, unless it recognises the scans by their
   * content. @defaultValue `true`
   */
  checkFiles?: boolean;
  /**
   * Whether to record a hash of the content of each scan, which recognises copies, and scans with other masks or
   * labels. Reads two slices per scan. @defaultValue `false`
   */
  recordContent?: boolean;
}

/** Parts of a data set, and the record that restores them. */
export interface DataSetSplit {
  readonly parts: Parts<SliceRef[]>;
  readonly record: SplitRecord;
}

/**
 * Splits a data set 8 : 1 : 1 by patient, each data set of a mix separately: of n patients, max(1, round(n / 10)) each
 * go to `val` and `test`. A data set's own split takes precedence.
 *
 * Patients whose scans have equal middle slices count as one person; only scans with the same number of slices are
 * compared. With `stratify`, patients with a label and those without it are split separately. The record documents all
 * this; save it with the results: `JSON.stringify(record)`. Options: {@link SplitDataSetOptions}.
 *
 * @throws OptionError (the promise) for fewer than 3 patients (slices) in a data set, a `record` that does not match it,
 * or a label that it does not have
 * @throws OptionError if `record` is not a record
 * @example
 * ```ts
 * import { phantomDataSet, splitDataSet } from 'msa-unet';
 *
 * const data = phantomDataSet({ patients: 10, slicesPerPatient: 2, size: 16 });
 * const { parts, record } = await splitDataSet(data, { seed: 1 });
 * console.log(parts.train.length, parts.val.length, parts.test.length); // 16 2 2
 * console.log(record.parts.test.length); // 1
 * ```
 */
export async function splitDataSet(
  dataSet: CtDataSet,
  {
    seed = 0,
    by = 'patient',
    samePatient = [],
    stratify = null,
    ownSplit = true,
    record = null,
    checkFiles = true,
    recordContent = false,
    ...others
  }: SplitDataSetOptions = {},
): Promise<DataSetSplit> {
  const known = { seed, by, samePatient, stratify, ownSplit, record, checkFiles, recordContent };
  requireKnown<SplitDataSetOptions>('splitDataSet', others, known);
  if (record) return { parts: await partsOfRecord(record, dataSet, checkFiles), record };
  requireInteger('splitDataSet', 'seed', seed, -Infinity);
  requireOneOf('splitDataSet', 'by', by, ['patient', 'slice']);
  if (stratify !== null) requireStrata(dataSet, by, stratify);
  const { parts, rule, warnings } =
    by === 'slice' ? splitSlices(dataSet, seed) : await splitPeople(dataSet, { seed, samePatient, ownSplit, stratify });
  const taken = new Set(partNames.flatMap((part) => parts[part].map(({ scan }) => scan)));
  const leftOut = scansOf(dataSet.patients).filter((scan) => !taken.has(scan));
  return {
    parts,
    record: {
      dataSet: dataSet.name,
      by,
      rule,
      seed,
      ...(stratify === null ? {} : { stratify }),
      parts: await recordParts(parts, recordContent),
      leftOut: leftOut.map(({ name }) => name),
      warnings,
    },
  };
}

const recordParts = async ({ train, val, test }: Parts<SliceRef[]>, content: boolean) => ({
  train: await recordPart(train, content),
  val: await recordPart(val, content),
  test: await recordPart(test, content),
});

/** Throws unless people can be split by the label. */
function requireStrata({ patients }: CtDataSet, by: 'patient' | 'slice', stratify: string): void {
  if (by === 'slice')
    throw invalidOption('splitDataSet', 'stratify', 'left out where `by` is slice', stratify, [
      { option: 'stratify', value: undefined },
      { option: 'by', value: 'patient' },
    ]);
  requireLabel(scansOf(patients), stratify);
}

/** Splits by slice, the other reading of the paper's 8 : 1 : 1. */
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
      'Split by slice: neighbouring slices of one patient are in different parts, so the scores are too high. Split by patient to measure how well new patients are segmented',
    ],
  };
}
