import { CtFileError } from '../../data/ctFileError';
import type { CtScan } from '../../data/dataSet';
import type { LabelSource } from '../../data/labels/labelTable';
import { resampleMask } from '../../data/segments/resampleMask';
import type { VoxelArray } from '../../data/volume';
import type { ByteCache } from './byteCache';
import { lazyScan } from './lazyScan';
import type { VolumeFile } from './volumeFile';

/** Axes to flip. */
export interface Flips {
  readonly x: boolean;
  readonly y: boolean;
  readonly z: boolean;
}

/** Scan and its labels on the same voxel grid. */
export interface VolumeScan {
  readonly name: string;
  readonly image: VolumeFile;
  readonly labels: VolumeFile;
  /** Axes that the image's header gets wrong. */
  readonly flips: Flips;
  /** Axes that the labels' header gets wrong. */
  readonly labelFlips: Flips;
  /** Labels that count as liver; with names among them, the labels are read by name, and all that are left count. `null`: all above 0. */
  readonly liverLabels: readonly LabelSource[] | null;
  /** Cache for volumes that cannot be read slice by slice. */
  readonly cache: ByteCache;
}

/** Makes a scan from two volumes. Throws CtFileError if their shapes differ. */
export async function volumeScan(scan: VolumeScan): Promise<CtScan> {
  const { name, image, labels, flips, labelFlips, liverLabels } = scan;
  const { shape, spacing, affine, isUneven = false } = image.header;
  const [depth, height, width] = shape;
  if (shape.some((length, axis) => length !== labels.header.shape[axis]))
    throw new CtFileError(
      labels.name,
      `the labels have ${labels.header.shape.join('×')} voxels, but their image ${image.name} has ${shape.join('×')}`,
      { fix: [resampleMask] },
    );
  const read = sliceReaders(scan);
  const stored = ({ z }: Flips, index: number) => (z ? depth - 1 - index : index);
  const digits = String(depth - 1).length;
  return lazyScan({
    patient: name,
    name,
    depth,
    spacing,
    affine: flips.x || flips.y || flips.z ? null : affine, // a header with wrong axes has no position either
    isUneven,
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

/**
 * Makes slice readers that return new arrays. Volumes without random access are decoded whole, image and mask together.
 */
function sliceReaders({ image, labels, liverLabels, cache }: VolumeScan) {
  const [depth, height, width] = image.header.shape;
  const pixels = height * width;
  const split = (values: VoxelArray) => liverOf(values, hasNames(liverLabels) ? null : liverLabels);
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

/** Returns whether labels are given by name, which the reader of a file resolves. */
export const hasNames = (labels: readonly LabelSource[] | null): boolean =>
  labels?.some((label) => typeof label === 'string') ?? false;

/** Computes the liver mask of a slice of labels, and which labels it contains. */
function liverOf(values: VoxelArray, liverLabels: VolumeScan['liverLabels']): { mask: Uint8Array; labels: number[] } {
  const found = new Map<number, number>(); // label → 1 if it is liver
  let [last, isLiver] = [Number.NaN, 0]; // neighbours mostly agree; look up only where they differ
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
 * Computes the flips of labels that match their image voxel by voxel as stored: those of the image, with the labels'
 * own header cancelled.
 *
 * @throws CtFileError if the two store their axes in different orders
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

/** Flips pixels in place. */
function flipped<T extends Int16Array | Float32Array | Uint8Array>(pixels: T, width: number, { x, y }: Flips): T {
  if (y) pixels.reverse(); // reverses x too
  if (x !== y) for (let at = 0; at < pixels.length; at += width) pixels.subarray(at, at + width).reverse();
  return pixels;
}

function hounsfield(values: VoxelArray): Int16Array | Float32Array {
  if (values instanceof Int16Array || values instanceof Float32Array) return values;
  return values.BYTES_PER_ELEMENT === 1 ? Int16Array.from(values) : Float32Array.from(values);
}
