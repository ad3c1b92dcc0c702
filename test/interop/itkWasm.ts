import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type VolumeWriter, volumeFormats } from '../../src';
import { toStored } from '../../src/data/toVolume';
import type { Volume, VoxelArray } from '../../src/data/volume';
import { farthestCorners } from '../../src/utils/farthestCorners';
import { maskOf, scans } from './scans';
import { type Check, importInstalled, type Tool } from './tool';

/** An image as ITK has it, its axes in (left, back, head). */
interface ItkImage {
  readonly size: readonly number[];
  readonly origin: readonly number[];
  readonly spacing: readonly number[];
  /** Row by row: the columns are the directions of the axes. */
  readonly direction: ArrayLike<number>;
  readonly data: VoxelArray;
}

type ReadImage = (path: string) => Promise<ItkImage>;

/** Distance in mm up to which a voxel is at the right place. */
const tolerance = 0.01;

/** ITK, which 3D Slicer, SimpleITK and ITK-SNAP read files with. */
export const itkWasm: Tool = {
  name: '@itk-wasm/image-io',
  async prepare(folder) {
    const file = '@itk-wasm/image-io/dist/index-node.js';
    const { readImageNode } = (await importInstalled(folder, '@itk-wasm/image-io@1.6.1', file)) as {
      readImageNode: ReadImage;
    };
    const volumes = Object.entries(scans).flatMap(([name, scan]): [string, Volume][] => [
      [`scan that is ${name}`, scan],
      [`mask that is ${name}`, maskOf(scan)],
    ]);
    return writers().flatMap(([ending, writer]) =>
      volumes
        .filter(([, { kind }]) => kind === 'label' || ending !== '.seg.nrrd')
        .map(
          ([what, volume]): Check => [
            `${ending}: the ${what} has its values and its place`,
            () => check(join(folder, `written${ending}`), volume, writer, readImageNode),
          ],
        ),
    );
  },
};

const writers = (): [ending: string, writer: VolumeWriter][] =>
  volumeFormats.flatMap(({ writer }) =>
    (writer?.endings ?? []).map((ending): [string, VolumeWriter] => [ending, writer!]),
  );

async function check(path: string, volume: Volume, writer: VolumeWriter, readImage: ReadImage): Promise<void> {
  for (const { name, bytes } of await writer.encode(volume, path)) writeFileSync(name, bytes);
  const [ours, theirs] = [toStored(volume), await readImage(path)];
  const [width, height, depth] = ours.size;
  if (theirs.size.join() !== ours.size.join()) throw new Error(`${theirs.size.join(' × ')} voxels`);
  const apart = farthestCorners([depth, height, width], ours.affine, affineOf(theirs));
  if (!(apart < tolerance)) throw new Error(`voxels lie up to ${apart} mm away from their place`);
  const wrong = ours.data.findIndex((value, i) => value !== theirs.data[i]);
  if (wrong >= 0) throw new Error(`voxel ${wrong} is ${theirs.data[wrong]} instead of ${ours.data[wrong]}`);
}

function affineOf({ direction, spacing, origin }: ItkImage): number[][] {
  return [0, 1, 2].map((row) => [...spacing.map((mm, i) => direction[3 * row + i]! * mm), origin[row]!]);
}
