import { CtFileError } from './ctFileError';

/** Maximum number of voxels in a volume. */
const mostVoxels = 2 ** 30;

/** Throws CtFileError if a volume would have more than 2³⁰ voxels. */
export function requireVoxels(file: string, voxels: number): void {
  if (voxels > mostVoxels)
    throw new CtFileError(file, `volumes may have at most ${mostVoxels} voxels; received ${voxels}`);
}
