import type { CtFile } from '../ctFile';
import type { OpenVolume } from '../openVolume';
import type { Volume, VolumeHeader, VoxelKind } from '../volume';
import type { DicomSeriesOptions } from './dicom/readDicomSeries';
import type { ReadPngSlicesOptions } from './png/readPngSlices';

/** Options of all formats; a format ignores those of the others. */
export interface OpenVolumeOptions extends DicomSeriesOptions, ReadPngSlicesOptions, SegmentOptions {}

/** Options of formats that name the segments of a mask: DICOM SEG, RTSTRUCT, `.seg.nrrd`. */
export interface SegmentOptions {
  /** Names, in any case, or numbers of the segments to read; others become background. `null`: all. @defaultValue `null` */
  segments?: readonly (string | number)[] | null;
  /**
   * What happens to voxels in several of the segments read, in the order of the file. `'codes'`: the volume has `codes`, a bit
   * for each segment, and these voxels the label of the last; of more than 7 segments none may overlap. `'first'`: they
   * get the label of the first, which leaves the union as it is. `'error'`: an error. @defaultValue `'codes'`
   */
  overlap?: 'codes' | 'error' | 'first';
  /**
   * Scan whose grid the mask fills: contours need it, and files may hold only the part of a mask that has labels.
   * `null`: the grid of the file. @defaultValue `null`
   */
  grid?: VolumeHeader | null;
}

/** A file to be written. */
export interface EncodedFile {
  /** Path of the file, with the folders that were asked for. */
  readonly name: string;
  /** Its whole content. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How volumes of one format are recognised, opened and written. */
export interface VolumeFormat {
  /** Name of the format: `NIfTI`. */
  readonly name: string;
  /** The format and its files, as messages list it: `NIfTI (.nii, .nii.gz, .hdr with .img)`. */
  readonly description: string;
  /** Endings of files that each open one volume, in lower case; none where a volume is a file per slice. */
  readonly endings: readonly string[];
  /** Headers whose voxels can lie in other files; `null`: there are none. */
  readonly detached: DetachedHeaders | null;
  /**
   * Names that decide alone, wherever the file stands in a list: the voxel files of a detached header can begin like any
   * other format. `null`: the first bytes decide.
   */
  readonly names: RegExp | null;
  /** Whether a file is of this format, by its first 1024 bytes, or fewer if it is shorter. */
  recognises(start: Uint8Array): boolean;
  /**
   * Of a format with a file per slice: whether a file of it holds a slice of a scan or of a mask, as reports and overviews
   * do not. `null`: all do, or the format has a file per volume.
   */
  readonly holdsSlice: ((file: CtFile, kind: VoxelKind) => Promise<boolean>) | null;
  /**
   * Reads the header of a volume; its voxels are read when they are asked for.
   *
   * @param files all files of the volume, in any order
   */
  open(files: readonly CtFile[], options?: OpenVolumeOptions): Promise<OpenVolume>;
  /** How volumes are written; `null`: the format is only read. */
  readonly writer: VolumeWriter | null;
}

/** Headers whose voxels can lie in other files. */
export interface DetachedHeaders {
  /** Endings of the headers, in lower case. */
  readonly headers: readonly string[];
  /**
   * Paths of the files that can hold the voxels of a header, from the header's folder on, `/` between folders; none if they
   * follow the header.
   *
   * @throws CtFileError (the promise) if the header cannot be read
   */
  dataFiles(header: CtFile): Promise<readonly string[]>;
}

/** How volumes of one format are written. */
export interface VolumeWriter {
  /** Endings of the names that can be written, in lower case. */
  readonly endings: readonly string[];
  /** Names of the files that {@link VolumeWriter.encode} makes for a name: of a detached header also that of its voxels. */
  fileNames(name: string): readonly string[];
  /** What other programs may not read of a volume, and what to write instead; `null`: nothing. @defaultValue nothing */
  readonly doubt?: (volume: Volume) => string | null;
  /** The files of a volume; the one called `name` is the first. */
  encode(volume: Volume, name: string): Promise<readonly EncodedFile[]>;
}
