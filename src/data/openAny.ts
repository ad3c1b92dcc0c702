import type { CtFile } from './ctFile';
import { findVolume } from './formats/findVolume';
import type { OpenVolumeOptions } from './formats/volumeFormat';
import type { OpenVolume } from './openVolume';
import { onGrid } from './segments/onGrid';

/** Opens the one volume among files of any format. @throws CtFileError if there is none or several, or a mask does not fit its grid */
export async function openAny(files: readonly CtFile[], options: OpenVolumeOptions = {}): Promise<OpenVolume> {
  const found = await findVolume(files, options.kind);
  const volume = onGrid(await found.format.open(found.files, options), options.grid);
  return { ...volume, notes: [...found.notes, ...volume.notes] };
}
