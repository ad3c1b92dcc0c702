import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { encodeNrrd } from '../../src';
import { toStored } from '../../src/data/toVolume';
import type { Volume } from '../../src/data/volume';
import { farthestCorners } from '../../src/utils/farthestCorners';
import { run } from '../package/workspace';
import { maskOf, scans } from './scans';
import { type Check, requireProgram, type Tool } from './tool';

/** Teem's program for NRRD, from the authors of the format. */
export const unu: Tool = {
  name: 'unu',
  async prepare(folder) {
    const program = requireProgram(['unu', 'teem-unu'], 'teem-apps');
    const written = Object.entries(scans).flatMap(([name, scan]): [string, Volume, string][] => [
      [`the scan that is ${name}`, scan, 'scan.nrrd'],
      [`the scan that is ${name}`, scan, 'scan.nhdr'],
      [`the mask that is ${name}`, maskOf(scan), 'mask.seg.nrrd'],
    ]);
    return written.map(
      ([what, volume, file]): Check => [
        `${file}: ${what} has its values and its place`,
        () => check(program, folder, volume, file),
      ],
    );
  },
};

async function check(program: string, folder: string, volume: Volume, file: string): Promise<void> {
  for (const { name, bytes } of await encodeNrrd(volume, file)) writeFileSync(join(folder, name), bytes);
  const { data, size, affine } = toStored(volume);
  const head = run(folder, program, 'head', file);
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
  if (field('sizes') !== size.join(' ')) throw new Error(`sizes ${field('sizes')}`);
  const columns = [...field('space directions').split(' '), field('space origin')].map((vector) =>
    vector.slice(1, -1).split(',').map(Number),
  );
  const rows = [0, 1, 2].map((axis) => columns.map((column) => column[axis]!));
  const apart = farthestCorners(size.toReversed(), affine, rows);
  if (!(apart < 1e-6)) throw new Error(`voxels lie up to ${apart} mm away from their place`);
  const text = run(folder, program, 'save', '-i', file, '-f', 'nrrd', '-e', 'ascii');
  const printed = text.split('\n\n')[1]!.trim().split(/\s+/);
  const wrong = data.findIndex((value, i) => value !== Number(printed[i]));
  if (wrong >= 0 || printed.length !== data.length)
    throw new Error(`voxel ${wrong} is ${printed[wrong]} instead of ${data[wrong]}`);
}
