import { type Volume, type VolumeWriter, volumeFormats } from 'msa-unet';
import { writeFileAtomic } from 'msa-unet/node';

/** Endings of the files that masks are written to: `.nii.gz, .mha or .mhd`. */
export const maskEndings = (): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(writers().flatMap(({ endings }) => endings));

/** Whether a mask is written to a file of this name; else the name is that of a folder. */
export const isMaskFile = (path: string): boolean => writerOf(path) !== undefined;

/** The files of a mask: of a detached header also its voxels. */
export const filesOfMask = (path: string): readonly string[] => writerOf(path)!.fileNames(path);

/** Writes a mask in the format that the ending names. */
export async function writeMask(path: string, mask: Volume): Promise<void> {
  const files = await writerOf(path)!.encode(mask, path);
  for (const { name, bytes } of files.toReversed()) await writeFileAtomic(name, bytes); // the header last
}

const writers = (): VolumeWriter[] => volumeFormats.flatMap(({ writer }) => writer ?? []);

const writerOf = (path: string) =>
  writers().find(({ endings }) => endings.some((ending) => path.toLowerCase().endsWith(ending)));
