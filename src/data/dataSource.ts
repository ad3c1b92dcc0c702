/** Files of a data set on a disk, and how they are read. */
export interface FolderSource {
  readonly kind: 'folder';
  /** Path of the folder. */
  readonly path: string;
  /** Which files are scans, as `image` of `openDataSet`; `null`: the layout says. */
  readonly image: string | null;
  /** Which files are their masks; `null`: the layout says. */
  readonly mask: string | null;
  /** Labels that are liver; `null`: all above 0. */
  readonly liverLabels: readonly number[] | null;
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

/** Where scans come from, as plain JSON. */
export type DataSource = FolderSource | PhantomSource;
