import type { CtFile } from './ctFile';
import { findVolume } from './formats/findVolume';
import type { OpenVolumeOptions } from './formats/volumeFormat';
import type { OpenVolume } from './openVolume';

/** Opens the one volume among files of any format. @throws CtFileError if there is none, or several */
export async function openAny(files: readonly CtFile[], options: OpenVolumeOptions = {}): Promise<OpenVolume> {
  const found = await findVolume(files, options.kind);
  const volume = await found.format.open(found.files, options);
  return { ...volume, notes: [...found.notes, ...volume.notes] };
}
