import { CtFileError } from '../../data/ctFileError';
import type { CtScan } from '../../data/dataSet';
import type { VoxelArray } from '../../data/volume';
import type { ByteCache } from './byteCache';
import { lazyScan } from './lazyScan';
import type { VolumeFile } from './volumeFile';

/** Axes along which a volume is to be turned round. */
export interface Flips {
  readonly x: boolean;
  readonly y: boolean;
  readonly z: boolean;
}

/** A scan and its labels, voxel by voxel. */
export interface VolumeScan {
  readonly name: string;
  readonly image: VolumeFile;
  readonly labels: VolumeFile;
  /** What the headers have got wrong about the image. */
  readonly flips: Flips;
  /** What the headers have got wrong about the labels. */
  readonly labelFlips: Flips;
  /** The labels that are liver; `null`: all above 0. */
  readonly liverLabels: readonly number[] | null;
  /** Keeps what cannot be read slice by slice. */
  readonly cache: ByteCache;
}

/** A scan of two volumes of one shape. @throws CtFileError if they have not */
export async function volumeScan(scan: VolumeScan): Promise<CtScan> {
  const { name, image, labels, flips, labelFlips, liverLabels } = scan;
  const { shape, spacing } = image.header;
  const [depth, height, width] = shape;
  if (shape.some((length, axis) => length !== labels.header.shape[axis]))
    throw new CtFileError(
      labels.name,
      `the labels have ${labels.header.shape.join('×')} voxels, but their image ${image.name} has ${shape.join('×')}`,
    );
  const read = sliceReaders(scan);
  const stored = ({ z }: Flips, index: number) => (z ? depth - 1 - index : index);
  const digits = String(depth - 1).length;
  return lazyScan({
    patient: name,
    name,
    depth,
    spacing,
    unit: 'hu',
    files: [...image.files, ...labels.files],
    reading: { flips, labelFlips, liverLabels },
    sliceName: (index) => `slice-${String(index).padStart(digits, '0')}`,
    readPixels: async (index) => ({
      height,
      width,
      values: flipped(hounsfield(await read.image(stored(flips, index))), width, flips),
      mask: flipped(await read.mask(stored(labelFlips, index)), width, labelFlips),
    }),
  });
}

/** Read slices in arrays of their own. What has no slices to be read alone is decoded whole, image and mask together. */
function sliceReaders({ image, labels, liverLabels, cache }: VolumeScan) {
  const [depth, height, width] = image.header.shape;
  const pixels = height * width;
  const isLiver = (label: number) => (liverLabels ? liverLabels.includes(label) : label > 0);
  const inside = (values: VoxelArray) => Uint8Array.from(values, (label) => (isLiver(label) ? 1 : 0));
  const bytes = depth * pixels * ((image.readSlice ? 0 : 4) + (labels.readSlice ? 0 : 1));
  const readWhole = cache.keep(bytes, async () => ({
    image: image.readSlice ? null : (await image.readVolume()).data,
    mask: labels.readSlice ? null : inside((await labels.readVolume()).data),
  }));
  const cut = <T extends VoxelArray>(volume: T | null, z: number) => volume!.slice(z * pixels, (z + 1) * pixels) as T;
  return {
    image: async (z: number) => image.readSlice?.(z) ?? cut((await readWhole()).image, z),
    mask: async (z: number) =>
      labels.readSlice ? inside(await labels.readSlice(z)) : cut((await readWhole()).mask, z),
  };
}

/**
 * Flips of labels that fit their image voxel by voxel as stored: those of the image, and back what the labels' own header
 * turns otherwise.
 *
 * @throws CtFileError if the two store their axes in another order
 */
export function flipsAsStored(image: VolumeFile, labels: VolumeFile, flips: Flips): Flips {
  const [own, theirs] = [image.header.storedAs, labels.header.storedAs];
  const flip = (axis: keyof Flips, pair: string) => {
    const at = [...own].findIndex((letter) => pair.includes(letter));
    if (pair.includes(theirs[at]!)) return flips[axis] !== (own[at] !== theirs[at]);
    throw new CtFileError(
      labels.name,
      `the labels are stored along ${theirs}, their image ${image.name} along ${own}; save them as the image is stored`,
    );
  };
  return { x: flip('x', 'LR'), y: flip('y', 'PA'), z: flip('z', 'SI') };
}

/** Turns pixels round in place. */
function flipped<T extends Int16Array | Float32Array | Uint8Array>(pixels: T, width: number, { x, y }: Flips): T {
  if (y) pixels.reverse(); // from the last pixel to the first: x too
  if (x !== y) for (let at = 0; at < pixels.length; at += width) pixels.subarray(at, at + width).reverse();
  return pixels;
}

function hounsfield(values: VoxelArray): Int16Array | Float32Array {
  if (values instanceof Int16Array || values instanceof Float32Array) return values;
  return values.BYTES_PER_ELEMENT === 1 ? Int16Array.from(values) : Float32Array.from(values);
}
