import { CtFileError } from '../../data/ctFileError';
import type { CtScan } from '../../data/dataSet';
import type { VolumeHeader, VoxelArray } from '../../data/volume';
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
  isLiver(label: number): boolean;
}

/** A scan of two volumes of one shape. @throws CtFileError if they have not */
export async function volumeScan({ name, image, labels, flips, labelFlips, isLiver }: VolumeScan): Promise<CtScan> {
  const { shape, spacing } = image.header;
  const [depth, height, width] = shape;
  if (shape.some((length, axis) => length !== labels.header.shape[axis]))
    throw new CtFileError(
      labels.name,
      `the labels have ${labels.header.shape.join('×')} voxels, but their image ${image.name} has ${shape.join('×')}`,
    );
  const read = async (volume: VolumeFile, { x, y, z }: Flips, index: number) =>
    flipped(await volume.readSlice(z ? depth - 1 - index : index), width, { x, y });
  const digits = String(depth - 1).length;
  return lazyScan({
    patient: name,
    name,
    depth,
    spacing,
    unit: 'hu',
    files: [...image.files, ...labels.files],
    sliceName: (index) => `slice-${String(index).padStart(digits, '0')}`,
    readPixels: async (index) => ({
      height,
      width,
      values: hounsfield(await read(image, flips, index)),
      mask: Uint8Array.from(await read(labels, labelFlips, index), (label) => (isLiver(label) ? 1 : 0)),
    }),
  });
}

/** Which axes two volumes store in opposite directions; `null` if they store them in another order. */
export function oppositeAxes(image: VolumeHeader, labels: VolumeHeader): Flips | null {
  const opposite = (pair: string) => {
    const at = [...image.storedAs].findIndex((letter) => pair.includes(letter));
    return pair.includes(labels.storedAs[at]!) ? image.storedAs[at] !== labels.storedAs[at] : null;
  };
  const [x, y, z] = [opposite('LR'), opposite('PA'), opposite('SI')];
  return x === null || y === null || z === null ? null : { x, y, z };
}

function flipped(pixels: VoxelArray, width: number, { x, y }: Omit<Flips, 'z'>): VoxelArray {
  if (!x && !y) return pixels;
  if (x === y) return pixels.reverse(); // both: from the last pixel to the first
  const height = pixels.length / width;
  const turned = pixels.slice();
  for (let row = 0; row < height; row++) {
    const line = pixels.slice(row * width, (row + 1) * width);
    turned.set(x ? line.reverse() : line, (y ? height - 1 - row : row) * width);
  }
  return turned;
}

function hounsfield(values: VoxelArray): Int16Array | Float32Array {
  if (values instanceof Int16Array || values instanceof Float32Array) return values;
  return values.BYTES_PER_ELEMENT === 1 ? Int16Array.from(values) : Float32Array.from(values);
}
