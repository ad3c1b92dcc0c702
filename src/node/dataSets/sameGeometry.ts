import { CtFileError } from '../../data/ctFileError';
import type { VolumeHeader } from '../../data/volume';
import type { VolumeFile } from './volumeFile';

/** Maximum distance between corners in voxels, as headers are rounded. */
const tolerance = 0.1;

/** Throws CtFileError unless the headers place labels and image at the same position. */
export function requireSameGeometry(image: VolumeFile, labels: VolumeFile): void {
  if (labels.header.shape.some((length, axis) => length !== image.header.shape[axis])) return; // reported elsewhere
  const [own, theirs] = [corners(image.header), corners(labels.header)];
  const apart = Math.max(...own.map((corner, i) => Math.hypot(...corner.map((mm, axis) => mm - theirs[i]![axis]!))));
  if (apart <= tolerance * Math.min(...image.header.spacing)) return;
  throw new CtFileError(
    labels.name,
    `the labels lie up to ${apart.toFixed(1)} mm away from where their image ${image.name} lies. If they fit it voxel by voxel all the same, open them by openNiftiPairs with geometry: 'stored'`,
  );
}

function corners({ affine, shape: [depth, height, width] }: VolumeHeader): number[][] {
  return [0, width - 1].flatMap((x) =>
    [0, height - 1].flatMap((y) =>
      [0, depth - 1].map((z) => affine.map((row) => row[0] * x + row[1] * y + row[2] * z + row[3])),
    ),
  );
}
