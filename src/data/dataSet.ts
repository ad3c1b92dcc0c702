import { requireKnown } from '../utils/check';
import type { LabelSource, LabelTable } from './labels/labelTable';
import type { Parts } from './split/split';
import type { Affine, Volume } from './volume';

/**
 * One axial slice of a scan with its ground truth: the patient's right on the left of the image, anterior at the top.
 */
export interface CtSlice {
  /** Patient that the slice belongs to. */
  readonly patient: string;
  /** Name of the slice, unique within the data set. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Hounsfield units, or grey levels from 0 to 255 if `unit` is `'grey'`; row by row. */
  readonly values: Int16Array | Float32Array | Uint8Array;
  /** Unit of `values`. `'grey'`: a CT window has already been applied, as in PNG slices. */
  readonly unit: 'hu' | 'grey';
  /** Ground truth, row by row: 1 inside the liver, else 0; of a scan with a label table, codes as in a {@link Sample}. */
  readonly mask: Uint8Array;
  /**
   * All labels above 0 in the mask file, ascending, whether or not they count as liver. Missing for files without
   * numbered labels.
   */
  readonly labels?: readonly number[];
}

/** One scan of a patient with its ground truth. Voxels are read on demand. */
export interface CtScan {
  /** Patient that the scan belongs to; a patient may have several scans. */
  readonly patient: string;
  /** Name of the scan, unique within the data set. */
  readonly name: string;
  /** Number of slices. */
  readonly depth: number;
  /** Changes whenever the files do: file names, sizes and modification times, or a hash of the content. */
  readonly fingerprint: string;
  /** Distance between the centres of neighbouring slices, rows and columns in mm. `null`: unknown. */
  readonly spacing: readonly [z: number, y: number, x: number] | null;
  /** Maps (column, row, slice) to (left, back, head) in mm in the scanner, as {@link Volume.affine}. @defaultValue unknown */
  readonly affine?: Affine | null;
  /** Whether the slices are unevenly spaced, as {@link Volume.isUneven}. @defaultValue `false` */
  readonly isUneven?: boolean;
  /** Places of unevenly spaced slices, as {@link Volume.slicePlaces}. @defaultValue 0, 1, 2, … */
  readonly slicePlaces?: readonly number[];
  /** What the masks hold. @defaultValue `null`: 1 inside the liver, else 0 */
  readonly labels?: LabelTable | null;
  /** Without a table, what counts as liver of the labels that the masks hold. @defaultValue `null`: all above 0 */
  readonly liverLabels?: readonly LabelSource[] | null;
  /** Names of the labels of the table that nobody has drawn in this scan. @defaultValue none */
  readonly undrawn?: readonly string[];
  /**
   * Reads the slice at an index from 0 to `depth` − 1, from feet to head where the files define the direction.
   *
   * @throws OptionError (the promise) for another index; CtFileError if a file is broken
   */
  readSlice(index: number): Promise<CtSlice>;
}

/** All scans of one person. */
export interface CtPatient {
  /** Name of the patient, unique within the data set. */
  readonly id: string;
  /** Name of the data set that the patient comes from. In a mix, each data set is divided separately. */
  readonly dataSet: string;
  readonly scans: readonly CtScan[];
}

/** Data set: an iterable of patients, whose slices are read on demand. */
export interface CtDataSet extends Iterable<CtPatient> {
  /** Name of the data set: `3D-IRCADb-01`, … */
  readonly name: string;
  readonly patients: readonly CtPatient[];
  /** Notes on how the files were read: skipped files, assumed orders. */
  readonly notes: readonly string[];
  /** Names of the scans of each part, if the data set defines its own split; else `null`. */
  readonly split: Parts<readonly string[]> | null;
  /** Of a mix: names of data sets without those of their patients that another one has. */
  readonly repeated?: readonly string[];
}

/** Reference to a slice that has not been read yet. */
export interface SliceRef {
  readonly scan: CtScan;
  /** From 0 to the scan's `depth` − 1. */
  readonly index: number;
}

/** Options of {@link dataSetOf}. */
export interface DataSetOptions {
  /** Name of the data set. */
  name: string;
  /** Scans of the data set; scans with the same `patient` belong to one patient. */
  scans: readonly CtScan[];
  /** Notes for users. @defaultValue none */
  notes?: readonly string[];
  /** Names of the scans of each part, or `null`. @defaultValue `null` */
  split?: Parts<readonly string[]> | null;
}

/**
 * Makes a data set from scans of any source. Patients are in the order of their first scans. Options:
 * {@link DataSetOptions}.
 *
 * @example
 * ```ts
 * import { dataSetOf, phantomDataSet } from 'msa-unet';
 *
 * const scans = phantomDataSet({ patients: 6 }).patients.flatMap((patient) => patient.scans);
 * const subset = dataSetOf({ name: 'first three', scans: scans.slice(0, 3) });
 * console.log(subset.patients.length); // 3
 * ```
 */
export function dataSetOf({ name, scans, notes = [], split = null, ...others }: DataSetOptions): CtDataSet {
  requireKnown<DataSetOptions>('dataSetOf', others, { name, scans, notes, split });
  const byPatient = new Map<string, CtScan[]>();
  for (const scan of scans) byPatient.set(scan.patient, [...(byPatient.get(scan.patient) ?? []), scan]);
  const patients = [...byPatient].map(([id, own]) => ({ id, dataSet: name, scans: own }));
  return iterable({ name, patients, notes, split });
}

/** Makes a data set iterable over its patients. */
export function iterable(dataSet: Omit<CtDataSet, typeof Symbol.iterator>): CtDataSet {
  return { ...dataSet, [Symbol.iterator]: () => dataSet.patients.values() };
}
