import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Volume } from '../../src/data/volume';
import { phantomVolume, scanFiles } from '../support/scanFiles';

/** Writes a slice of a phantom as `slice.dcm`, in JPEG 2000, and as `slice.nii.gz`. */
export async function writeSlices(folder: string): Promise<Volume> {
  const volume = phantomVolume(1, 24);
  const files = await scanFiles(volume);
  mkdirSync(folder, { recursive: true });
  for (const [name, format] of [
    ['slice.dcm', 'DICOM, JPEG 2000'],
    ['slice.nii.gz', 'NIfTI, gzipped'],
  ] as const)
    writeFileSync(join(folder, name), Buffer.from(await files[format]![0]!.arrayBuffer()));
  return volume;
}
