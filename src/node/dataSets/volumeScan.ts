import { CtFileError } from '../../data/ctFileError';
import type { CtScan } from '../../data/dataSet';
import type { LabelSource, LabelTable } from '../../data/labels/labelTable';
import { type CodedMask, codedMask } from '../../data/labels/maskCodes';
import { resampleMask } from '../../data/segments/resampleMask';
import type { VoxelArray } from '../../data/volume';
import type { ByteCache } from './byteCache';
import { fromTheEnd } from './fromTheEnd';
import { lazyScan } from './lazyScan';
import type { VolumeFile } from './volumeFile';

/** Axes to flip. */
export interface Flips {
  readonly x: boolean;
  readonly y: boolean;
  readonly z: boolean;
}

/** A mask file on the voxel grid of its scan. */
export interface MaskFile {
  readonly volume: VolumeFile;
  /** Axes that its header gets wrong. */
  readonly flips: Flips;
  /** Turns its numbers into the codes of a slice's mask; without a table of labels, 1 is liver. */
  readonly code: (numbers: VoxelArray) => CodedMask;
}

/** Scan and its masks. */
export interface VolumeScan {
  readonly name: string;
  readonly image: VolumeFile;
  /** Axes that the image's header gets wrong. */
  readonly flips: Flips;
  /** Where several masks have a voxel, regions join, and of exclusive labels the last mask's counts. */
  readonly masks: readonly MaskFile[];
  /** What the masks hold. `null`: liver only. */
  readonly labels: LabelTable | null;
  /** Options that change how the same files are read. */
  readonly reading: unknown;
  /** Cache for volumes that cannot be read slice by slice. */
  readonly cache: ByteCache;
}

/** Makes a scan from volumes. Throws CtFileError if their shapes differ. */
export async function volumeScan(scan: VolumeScan): Promise<CtScan> {
  const { name, image, masks, flips, labels, reading } = scan;
  const { shape, spacing, affine, isUneven = false, slicePlaces } = image.header;
  const [depth, height, width] = shape;
  for (const { volume } of masks) requireShape(volume, image);
  const read = sliceReaders(scan);
  const stored = ({ z }: Flips, index: number) => (z ? depth - 1 - index : index);
  const digits = String(depth - 1).length;
  const ct = await lazyScan({
    patient: name,
    name,
    depth,
    spacing,
    affine: flips.x || flips.y || flips.z ? null : affine, // a header with wrong axes has no position either
    isUneven,
    ...(slicePlaces && { slicePlaces: flips.z ? fromTheEnd(slicePlaces) : slicePlaces }),
    unit: 'hu',
    files: [...image.files, ...masks.flatMap(({ volume }) => volume.files)],
    reading,
    sliceName: (index) => `slice-${String(index).padStart(digits, '0')}`,
    readPixels: async (index) => {
      const values = flipped(hounsfield(await read.image(stored(flips, index))), width, flips);
      const read1 = async (mask: MaskFile, i: number): Promise<CodedMask> => {
        const coded = await read.mask(i, stored(mask.flips, index));
        return { ...coded, mask: flipped(coded.mask, width, mask.flips) };
      };
      return { height, width, values, ...merged(await Promise.all(masks.map(read1)), labels?.regions ?? false) };
    },
  });
  return labels ? { ...ct, labels } : ct;
}

function requireShape({ name, header: { shape } }: VolumeFile, image: VolumeFile): void {
  if (shape.every((length, axis) => length === image.header.shape[axis])) return;
  throw new CtFileError(
    name,
    `the labels have ${shape.join('×')} voxels, but their image ${image.name} has ${image.header.shape.join('×')}`,
    { fix: [resampleMask] },
  );
}

/** Joins the masks of one slice. */
function merged(masks: readonly CodedMask[], regions: boolean): CodedMask {
  const [first, ...others] = masks as [CodedMask, ...CodedMask[]];
  for (const { mask } of others)
    for (let i = 0; i < mask.length; i++)
      if (mask[i] !== 0) first.mask[i] = regions ? first.mask[i]! | mask[i]! : mask[i]!;
  const labels = [...new Set(masks.flatMap((one) => one.labels))].sort((a, b) => a - b);
  return { mask: first.mask, labels };
}

/**
 * Makes slice readers that return new arrays. Volumes without random access are decoded whole, image and masks together.
 */
function sliceReaders({ image, masks, cache }: VolumeScan) {
  const [depth, height, width] = image.header.shape;
  const pixels = height * width;
  const whole = masks.filter(({ volume }) => !volume.readSlice).length;
  const readWhole = cache.keep(depth * pixels * ((image.readSlice ? 0 : 4) + whole), async () => ({
    image: image.readSlice ? null : (await image.readVolume()).data,
    masks: await Promise.all(
      masks.map(async ({ volume, code }) =>
        volume.readSlice ? null : eachSlice((await volume.readVolume()).data, pixels).map(code),
      ),
    ),
  }));
  return {
    image: async (z: number) => image.readSlice?.(z) ?? (await readWhole()).image!.slice(z * pixels, (z + 1) * pixels),
    mask: async (i: number, z: number) => {
      const { volume, code } = masks[i]!;
      if (volume.readSlice) return code(await volume.readSlice(z));
      const kept = (await readWhole()).masks[i]![z]!;
      return { ...kept, mask: kept.mask.slice() };
    },
  };
}

/** Returns whether labels are given by name, which the reader of a file resolves. */
export const hasNames = (labels: readonly LabelSource[] | null): boolean =>
  labels?.some((label) => typeof label === 'string') ?? false;

/** Codes liver as 1: all numbers above 0, or those that count as liver. */
export const liverCode =
  (liverLabels: readonly LabelSource[] | null): MaskFile['code'] =>
  (numbers) =>
    codedMask(numbers, (label) => Number(liverLabels ? liverLabels.includes(label) : label > 0));

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
