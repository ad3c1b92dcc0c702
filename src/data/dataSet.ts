import type { Parts } from './split/split';

/** One axial slice of a scan with its truth: patient's right at the left of the picture, front at the top. */
export interface CtSlice {
  /** Whose slice this is. */
  readonly patient: string;
  /** Name of the slice, unique within the data set. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Hounsfield units, or grey levels from 0 to 255 where `unit` says so; row by row. */
  readonly values: Int16Array | Float32Array | Uint8Array;
  /** `'grey'`: the CT window has been applied already, as in PNG slices. */
  readonly unit: 'hu' | 'grey';
  /** 1 where there is liver, else 0, row by row. */
  readonly mask: Uint8Array;
  /** The labels above 0 in the file of the mask, liver or not, in order; missing where files hold no numbers of labels. */
  readonly labels?: readonly number[];
}

/** One scan of a patient with its truth; nothing is read from its voxels before it is asked for. */
export interface CtScan {
  /** Whose scan this is; a patient may have several. */
  readonly patient: string;
  /** Name of the scan, unique within the data set. */
  readonly name: string;
  /** Number of slices. */
  readonly depth: number;
  /** Changes whenever the files do: names, sizes and times of change, or a hash of the content. */
  readonly fingerprint: string;
  /** Distances between the centres of slices, rows and columns in mm, or `null` where the files do not give them. */
  readonly spacing: readonly [z: number, y: number, x: number] | null;
  /**
   * The slice at an index from 0 to `depth` − 1, from the feet to the head where the files tell.
   *
   * @throws RangeError (the promise) for another index; CtFileError if a file is broken
   */
  readSlice(index: number): Promise<CtSlice>;
}

/** All scans of one person. */
export interface CtPatient {
  /** Name of the patient, unique within the data set. */
  readonly id: string;
  /** Name of the data set that the patient comes from: in a mix each is divided by itself. */
  readonly dataSet: string;
  readonly scans: readonly CtScan[];
}

/** A data set: its patients, one after another, whose slices are read when they are asked for. */
export interface CtDataSet extends Iterable<CtPatient> {
  /** What it is: `3D-IRCADb-01`, … */
  readonly name: string;
  readonly patients: readonly CtPatient[];
  /** What a user should know about how the files were read: files passed over, orders assumed. */
  readonly notes: readonly string[];
  /** Names of the scans of each part, where the data set says itself how it is to be divided; else `null`. */
  readonly split: Parts<readonly string[]> | null;
}

/** One slice of a data set that has not been read yet. */
export interface SliceRef {
  readonly scan: CtScan;
  /** From 0 to the scan's `depth` − 1. */
  readonly index: number;
}

/** What {@link dataSetOf} makes a data set of. */
export interface DataSetOptions {
  /** What it is called. */
  name: string;
  /** Its scans; those with the same `patient` become one patient. */
  scans: readonly CtScan[];
  /** What users should know. @defaultValue none */
  notes?: readonly string[];
  /** Names of the scans of each part, or `null`. @defaultValue `null` */
  split?: Parts<readonly string[]> | null;
}

/** A data set of scans, wherever they come from; patients in the order of their first scans. */
export function dataSetOf({ name, scans, notes = [], split = null }: DataSetOptions): CtDataSet {
  const byPatient = new Map<string, CtScan[]>();
  for (const scan of scans) byPatient.set(scan.patient, [...(byPatient.get(scan.patient) ?? []), scan]);
  const patients = [...byPatient].map(([id, own]) => ({ id, dataSet: name, scans: own }));
  return iterable({ name, patients, notes, split });
}

/** Makes the patients of a data set what one gets by `for … of`. */
export function iterable(dataSet: Omit<CtDataSet, typeof Symbol.iterator>): CtDataSet {
  return { ...dataSet, [Symbol.iterator]: () => dataSet.patients.values() };
}
