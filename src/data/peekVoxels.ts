import type { CtFile } from './ctFile';
import { formatOf } from './formats/formatOf';
import type { OpenVolume } from './openVolume';
import { requireFiles } from './requireFiles';

export async function peekVoxels(files: readonly CtFile[]): Promise<OpenVolume['voxels']> {
  requireFiles('peekVoxels', files);
  return (await (await formatOf(files)).open(files)).voxels;
}
