import { type CtFile, readDicomSeries, readMetaImage, readNifti, readPngSlices, type Volume } from 'msa-unet';

/** Reads files of any format, by how they are called. */
export async function readScan(files: readonly CtFile[]): Promise<Volume> {
  const has = (ending: RegExp) => files.some(({ name }) => ending.test(name));
  if (has(/\.mh[ad]$/)) return readMetaImage(files);
  if (has(/\.nii/)) return readNifti(files);
  if (has(/\.png$/)) return readPngSlices(files);
  return (await readDicomSeries(files)).volume;
}
