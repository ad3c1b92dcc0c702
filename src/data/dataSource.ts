import type { LabelSource, Labels, LabelTable } from './labels/labelTable';
import type { PhantomLabels } from './phantom';

/** A data set in a folder, and how its files are read. */
export interface FolderSource {
  readonly kind: 'folder';
  /** Path of the folder. */
  readonly path: string;
  /** Pattern of the scan files, as `image` of `openDataSet`. `null`: the layout determines them. */
  readonly image: string | null;
  /** Pattern of the mask files. `null`: the layout determines them. */
  readonly mask: string | null;
  /** Labels that count as liver. `null`: all above 0. */
  readonly liverLabels: readonly LabelSource[] | null;
  /** What is segmented, as `labels` of `openDataSet`. `null`: the liver. @defaultValue `null` */
  readonly labels?: Labels | LabelTable | 'all' | null;
}

/** The synthetic data set of `phantomDataSet`, with its options. */
export interface PhantomSource {
  readonly kind: 'phantom';
  readonly patients: number;
  readonly slicesPerPatient: number;
  /** Height and width of a slice in pixels. */
  readonly size: number;
  readonly seed: number;
  /** What its masks hold. @defaultValue `'liver'` */
  readonly labels?: PhantomLabels;
}

/** Source of scans, as plain JSON. */
export type DataSource = FolderSource | PhantomSource;
