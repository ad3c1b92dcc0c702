import type { LabelSource } from './labels/labelTable';

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
}

/** The synthetic data set of `phantomDataSet`, with its options. */
export interface PhantomSource {
  readonly kind: 'phantom';
  readonly patients: number;
  readonly slicesPerPatient: number;
  /** Height and width of a slice in pixels. */
  readonly size: number;
  readonly seed: number;
}

/** Source of scans, as plain JSON. */
export type DataSource = FolderSource | PhantomSource;
