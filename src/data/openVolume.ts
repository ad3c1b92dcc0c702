import type { Volume, VolumeHeader, VoxelArray } from './volume';

/** Volume whose header has been read; its voxels are read on request. */
export interface OpenVolume {
  /** All but the voxels. */
  readonly header: VolumeHeader;
  /** What the voxels are, by the headers alone, as {@link peekVoxels} returns it. */
  readonly voxels: 'hu' | 'label' | 'bytes';
  /** Notes for the user on how the files were read: skipped files, missing slices. */
  readonly notes: readonly string[];
  /** Reads all voxels. */
  readVolume(): Promise<Volume>;
  /**
   * Reads the slice at z from 0 to depth − 1 alone, row by row, and no other bytes; `null` where the file does not
   * allow it (compressed voxels, slices across the file's own, a file without `slice`): read the volume then.
   */
  readonly readSlice: ((z: number) => Promise<VoxelArray>) | null;
}
