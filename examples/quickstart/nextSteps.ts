import { join } from 'node:path';

import { encodeNifti, scanVolume } from 'msa-unet';
import { shellCommand, type TrainingData, writeFileAtomic } from 'msa-unet/node';

/** Saves the first test scan of the phantom as an example for `predict`. @returns its file */
export async function writeTestScan(folder: string, { slices }: Pick<TrainingData, 'slices'>): Promise<string> {
  const { image } = await scanVolume(slices.test[0]!.scan, { onNote: null });
  const file = join(folder, 'scan.nii.gz');
  await writeFileAtomic(file, await encodeNifti(image));
  return file;
}

/** The program as it is called from a clone, or where the package that holds this file is installed. */
export const programOf = (file: string): readonly string[] =>
  file.includes('/node_modules/') ? ['npx', 'msa-unet'] : ['npm', 'run', 'msa-unet', '--'];

/**
 * Commands that use the trained network, ready to paste.
 *
 * @param scan a file to segment; `null`: a placeholder
 */
export function nextSteps(folder: string, scan: string | null, program = programOf(import.meta.url)): string {
  const model = ['--model', folder];
  const [image, out] = scan === null ? ['scan.nii.gz', 'mask.nii.gz'] : [scan, join(folder, 'mask.nii.gz')];
  return `Score the test scans at their original size: ${shellCommand([...program, 'evaluate', ...model])}
Segment a scan: ${shellCommand([...program, 'predict', ...model, '--image', image, '--out', out])}`;
}
