import type { Parts } from './split';

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
  /** Volume of a voxel in ml, or `null` where the files do not give it. */
  readonly voxelMl: number | null;
  /** The slice at an index from 0 to `depth` − 1, from the feet to the head where the files tell. */
  readSlice(index: number): Promise<CtSlice>;
}

/** All scans of one person. */
export interface CtPatient {
  readonly id: string;
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
