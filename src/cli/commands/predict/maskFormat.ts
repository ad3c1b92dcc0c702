import type { CtFile, EncodedFile, Volume } from 'msa-unet';

/** The scan that a mask belongs to. */
export interface ScanOfMask {
  /** As the command line names it. */
  readonly path: string;
  readonly files: readonly CtFile[];
  /** Which of the volumes among the files it is. */
  readonly seriesUid: string | null;
  readonly acquisition: number | null;
}

/** A format that masks are written in. */
export interface MaskFormat {
  /** Its name for `--format`: `nii.gz`. */
  readonly name: string;
  /** Ending of its files: `.nii.gz`. Formats can share one; the first of these is the usual. */
  readonly ending: string;
  /** The files of a mask: of a detached header also its voxels. */
  fileNames(path: string): readonly string[];
  /** Throws Error (the promise) if masks of a scan cannot be written in it. */
  requireScan(scan: ScanOfMask): Promise<void>;
  /** What other programs may not read of a mask, and what to do; `null`: nothing. */
  doubt(mask: Volume): string | null;
  /** @param scan the scan, which formats of patient records refer to */
  encode(mask: Volume, path: string, scan: ScanOfMask): Promise<readonly EncodedFile[]>;
}
