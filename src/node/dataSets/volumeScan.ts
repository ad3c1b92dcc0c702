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
    readPixels: async (index) => {
      const values = flipped(hounsfield(await read.image(stored(flips, index))), width, flips);
      const { mask, labels } = await read.mask(stored(labelFlips, index));
      return { height, width, values, mask: flipped(mask, width, labelFlips), labels };
    },
  });
}

/** Read slices in arrays of their own. What has no slices to be read alone is decoded whole, image and mask together. */
function sliceReaders({ image, labels, liverLabels, cache }: VolumeScan) {
  const [depth, height, width] = image.header.shape;
  const pixels = height * width;
  const split = (values: VoxelArray) => liverOf(values, liverLabels);
  const bytes = depth * pixels * ((image.readSlice ? 0 : 4) + (labels.readSlice ? 0 : 1));
  const readWhole = cache.keep(bytes, async () => ({
    image: image.readSlice ? null : (await image.readVolume()).data,
    masks: labels.readSlice ? null : eachSlice((await labels.readVolume()).data, pixels).map(split),
  }));
  return {
    image: async (z: number) => image.readSlice?.(z) ?? (await readWhole()).image!.slice(z * pixels, (z + 1) * pixels),
    mask: async (z: number) => {
      if (labels.readSlice) return split(await labels.readSlice(z));
      const whole = (await readWhole()).masks![z]!;
      return { ...whole, mask: whole.mask.slice() };
    },
  };
}

/** Where a slice of labels is liver, and which labels it holds. */
function liverOf(values: VoxelArray, liverLabels: VolumeScan['liverLabels']): { mask: Uint8Array; labels: number[] } {
  const found = new Map<number, number>(); // a label → 1 if it is liver
  let [last, isLiver] = [Number.NaN, 0]; // neighbours are alike mostly: the map is asked where they are not
  const mask = Uint8Array.from(values, (label) => {
    if (label === last) return isLiver;
    isLiver = found.get(label) ?? Number(liverLabels ? liverLabels.includes(label) : label > 0);
    found.set(label, isLiver);
    last = label;
    return isLiver;
  });
  return { mask, labels: [...found.keys()].filter((label) => label > 0).sort((a, b) => a - b) };
}

function eachSlice(volume: VoxelArray, pixels: number): VoxelArray[] {
  return Array.from({ length: volume.length / pixels }, (_, z) => volume.subarray(z * pixels, (z + 1) * pixels));
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
