import { writeFile } from 'node:fs/promises';

import { huDoubt, predictVolume, readVolume, type Volume } from 'msa-unet';
import type { Run } from 'msa-unet/node';

import { encodeMask, requireScanFor } from './encodeMask';
import type { Job } from './messages';
import { openScan } from './openScan';
import { RequestError } from './requestError';
import type { Settings } from './settings';
import { uploadedFiles } from './uploadedFiles';

/**
 * Segments an uploaded scan and writes the mask. Returns the notes of the reader, such as that slices are
 * missing or that values may not be Hounsfield units.
 *
 * @throws RequestError if the upload exceeds a limit or holds no CT scan; CtFileError if it cannot be read
 */
export async function segmentScan(
  run: Run,
  { scan, mask, format }: Job,
  limits: Settings,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const files = await uploadedFiles(scan, limits, signal);
  const { header } = await openScan(files);
  requireSize(header.shape, limits);
  await requireScanFor(format, files);
  signal.throwIfAborted();
  const notes: string[] = [];
  const volume = await readVolume(files, { onNote: (note) => notes.push(note) });
  const { looksLike = null } = huDoubt(volume) ?? {};
  if (volume.kind !== 'hu' || volume.data instanceof Uint8Array || looksLike === 'labels' || looksLike === 'grey')
    throw new RequestError(422, 'no_ct', 'The file holds labels or grey levels; send a CT scan in Hounsfield units');
  const predicted = await predictVolume(run.model, volume, { ...run.inference, signal });
  await writeFile(mask, await encodeMask(predicted, format, files));
  return notes;
}

/** Checks the header's word before any memory is taken for the voxels. */
function requireSize(shape: Volume['shape'], { maxSide, maxVoxels }: Settings): void {
  const [depth, height, width] = shape;
  if (height <= maxSide && width <= maxSide && depth * height * width <= maxVoxels) return;
  throw new RequestError(
    413,
    'too_many_voxels',
    `The scan has ${shape.join(' × ')} voxels; at most ${maxVoxels} are read, and ${maxSide} along each side of a slice`,
  );
}
