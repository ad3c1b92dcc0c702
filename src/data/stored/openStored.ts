import { invalidOption } from '../../utils/errors';
import { CtFileError } from '../ctFileError';
import { labelsOf } from '../labels/labelsOf';
import type { OpenVolume } from '../openVolume';
import { type Geometry, reorient } from '../orientation';
import type { MergedLabels } from '../segments/mergeSegments';
import { toVolume, toVolumeHeader } from '../toVolume';
import type { VolumeHeader, VoxelArray, VoxelKind } from '../volume';
import { readStoredNumbers, rescale } from './readStored';
import { bytesOf } from './scalarType';
import type { StoredImage } from './storedImage';

/**
 * Opens a stored image as a volume. Throws CtFileError if it has more than three axes, or colours.
 *
 * @param readOwn reads voxels that are made of the stored numbers; `null`: the voxels are these numbers
 */
export function openStored(
  image: StoredImage,
  kind: VoxelKind,
  readOwn: (() => Promise<MergedLabels>) | null = null,
): OpenVolume {
  const geometry = geometryOf(image);
  const header = toVolumeHeader(geometry, kind, image.source);
  const isBytes = image.type === 'uint8' && image.slope === 1 && image.intercept === 0;
  return {
    header,
    voxels: kind === 'label' ? 'label' : isBytes ? 'bytes' : 'hu',
    notes: image.notes,
    readVolume: async () => {
      try {
        const { data, codes }: MergedLabels = readOwn ? await readOwn() : { data: await readVoxels(image, kind) };
        const volume = toVolume({ ...geometry, data }, kind, image.source);
        return codes ? { ...volume, codes: reorient({ ...geometry, data: codes }, 'LPS').data } : volume;
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        const problem = `there is no memory for ${geometry.size.join(' × ')} voxels (${cause.message})`;
        throw new CtFileError(image.source, problem, { cause });
      }
    },
    readSlice: readOwn === null && canReadSlices(image, header) ? (z) => readSlice(image, geometry, header, z) : null,
  };
}

async function readVoxels(image: StoredImage, kind: VoxelKind): Promise<VoxelArray> {
  const values = rescale(await readStoredNumbers(image), image);
  return kind === 'label' ? labelsOf(values, image.source) : values;
}

function geometryOf({ dims, channels, affine, source }: StoredImage): Geometry {
  const [x = 1, y = 1, z = 1, ...more] = dims;
  if (more.some((dim) => dim > 1))
    throw new CtFileError(
      source,
      `${dims.length} axes of ${dims.join(' × ')} voxels; a volume has three: save the desired one as a separate file`,
    );
  if (channels !== 1)
    throw new CtFileError(source, `${channels} numbers per voxel, as colours have; a scan or a mask has one`);
  return { size: [x, y, z], affine };
}

function canReadSlices({ parts }: StoredImage, { shape: [depth], storedAs }: VolumeHeader): boolean {
  const inParts = parts.every(({ file, start, compressed }) => file.slice && start >= 0 && !compressed);
  return inParts && depth % parts.length === 0 && (storedAs.endsWith('S') || storedAs.endsWith('I'));
}

async function readSlice(image: StoredImage, { size, affine }: Geometry, header: VolumeHeader, z: number) {
  const [width, height, depth] = size;
  if (!(Number.isInteger(z) && z >= 0 && z < depth))
    throw invalidOption('readSlice', 'z', `an integer from 0 to ${depth - 1}`, z);
  const stored = header.storedAs.endsWith('S') ? z : depth - 1 - z;
  const inPart = depth / image.parts.length;
  const part = image.parts[Math.floor(stored / inPart)]!;
  const slice = {
    ...image,
    dims: [width, height],
    parts: [{ ...part, start: part.start + (stored % inPart) * width * height * bytesOf(image.type) }],
  };
  const data = await readVoxels(slice, header.kind);
  return reorient<VoxelArray>({ data, size: [width, height, 1], affine }, 'LPS').data;
}
