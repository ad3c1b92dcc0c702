import { type EncodedFile, type Volume, type VolumeWriter, volumeFormats } from 'msa-unet';
import { writeFileAtomic } from 'msa-unet/node';

import { dicomFormats } from './dicomFormats';
import type { MaskFormat, ScanOfMask } from './maskFormat';

/** All formats of masks; those of volumes are one for each ending. */
export const maskFormats: readonly MaskFormat[] = [
  ...volumeFormats.flatMap(({ writer }) => (writer ? writer.endings.map((ending) => formatOf(writer, ending)) : [])),
  ...dicomFormats,
];

function formatOf(writer: VolumeWriter, ending: string): MaskFormat {
  return {
    name: ending.slice(1),
    ending,
    fileNames: (path) => writer.fileNames(path),
    requireScan: async () => {},
    doubt: (mask) => writer.doubt?.(mask) ?? null,
    encode: (mask, path) => writer.encode(mask, path),
  };
}

/** Endings of the files that masks are written to: `.nii.gz, .mha or .mhd`. */
export const maskEndings = (): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(new Set(maskFormats.map(({ ending }) => ending)));

/** The format that the ending of a file names; `undefined` for other names, as those of folders. */
export function formatOfFile(path: string): MaskFormat | undefined {
  const [longest] = maskFormats
    .filter(({ ending }) => path.toLowerCase().endsWith(ending))
    .sort((a, b) => b.ending.length - a.ending.length);
  return longest;
}

/** The liver of a mask, by the colour that 3D Slicer gives it. */
const liver = { value: 1, name: 'liver', color: [221, 130, 101] } as const;

/** The files of a mask with the names of its labels; without any, it is the liver. */
export function encodeMask(
  format: MaskFormat,
  path: string,
  mask: Volume,
  scan: ScanOfMask,
): Promise<readonly EncodedFile[]> {
  return format.encode({ ...mask, segments: mask.segments ?? [liver] }, path, scan);
}

/** Writes the files of a mask; headers that name other files are written last. */
export async function writeFiles(files: readonly EncodedFile[]): Promise<void> {
  for (const { name, bytes } of files.toReversed()) await writeFileAtomic(name, bytes);
}
