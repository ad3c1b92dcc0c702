import { join } from 'node:path';

import { encodeNifti, scanVolume } from 'msa-unet';
import { shellCommand, type TrainingData, writeFileAtomic } from 'msa-unet/node';

/** Saves the first test scan of the phantom, so that there is one to segment. @returns its file */
export async function writeTestScan(folder: string, { slices }: Pick<TrainingData, 'slices'>): Promise<string> {
  const { image } = await scanVolume(slices.test[0]!.scan, { onNote: null });
  const file = join(folder, 'scan.nii.gz');
  await writeFileAtomic(file, await encodeNifti(image));
  return file;
}

/**
 * The commands that use the trained network, ready to paste.
 *
 * @param scan a file to segment; `null`: the name of one to come
 */
export function nextSteps(folder: string, scan: string | null): string {
  const program = ['npm', 'run', 'msa-unet', '--'];
  const model = ['--model', folder];
  const [image, out] = scan === null ? ['scan.nii.gz', 'mask.nii.gz'] : [scan, join(folder, 'mask.nii.gz')];
  return `Score the test scans at their own size: ${shellCommand([...program, 'evaluate', ...model])}
Segment a scan: ${shellCommand([...program, 'predict', ...model, '--image', image, '--out', out])}`;
}
