import { CtFileError } from '../../data/ctFileError';
import { farthestCorners } from '../../utils/farthestCorners';
import type { Fix } from '../../utils/fix';
import type { VolumeFile } from './volumeFile';

/** Maximum distance between corners in voxels, as headers are rounded. */
const tolerance = 0.1;

/** What to do about a mask on another grid than its scan. */
export const resampleMask: Fix = {
  action: 'resample the mask onto its scan by nearest neighbour, for example in 3D Slicer',
};

/** Throws CtFileError unless the headers place labels and image at the same position. */
export function requireSameGeometry(image: VolumeFile, labels: VolumeFile): void {
  if (labels.header.shape.some((length, axis) => length !== image.header.shape[axis])) return; // reported elsewhere
  const apart = farthestCorners(image.header.shape, image.header.affine, labels.header.affine);
  if (apart <= tolerance * Math.min(...image.header.spacing)) return;
  throw new CtFileError(
    labels.name,
    `the labels lie up to ${apart.toFixed(1)} mm away from where their image ${image.name} lies`,
    {
      fix: [resampleMask, { action: "open them by openNiftiPairs with geometry: 'stored' if they fit voxel by voxel" }],
    },
  );
}
