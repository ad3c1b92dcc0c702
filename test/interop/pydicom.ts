import { join } from 'node:path';

import { toStored } from '../../src/data/toVolume';
import { run } from '../package/workspace';
import { type WrittenMask, writeDicomMasks } from './dicomScans';
import { type Check, pythonWith, type Tool } from './tool';

/** The reader of DICOM that programs in Python use. */
export const pydicom: Tool = {
  name: 'pydicom',
  async prepare(folder) {
    const python = pythonWith(folder, 'pydicom', 'numpy');
    const masks = await writeDicomMasks(folder);
    const script = join(process.cwd(), 'test/interop/readSeg.py');
    return masks.flatMap((mask) =>
      (['binary', 'labelMap'] as const).map(
        (type): Check => [
          `a ${type} SEG of the ${mask.name} scan has its pixels, segments and positions`,
          async () => check(JSON.parse(run(folder, python, script, mask[type])), mask),
        ],
      ),
    );
  },
};

/** What `readSeg.py` prints. */
interface ReadSeg {
  /** Number, label and code of each segment. */
  readonly segments: readonly (readonly [number, string, string])[];
  /** Position of each frame, and the indices of its voxels that have each label. */
  readonly frames: readonly { readonly position: readonly number[]; readonly voxels: Record<string, number[]> }[];
  readonly study: string;
}

function check(found: ReadSeg, { mask, name }: WrittenMask): void {
  const expected = [
    [1, 'Liver', '10200004'],
    [2, 'Spleen', '78961009'],
  ];
  if (JSON.stringify(found.segments) !== JSON.stringify(expected)) throw new Error(JSON.stringify(found.segments));
  if (found.study !== '1.2.3') throw new Error(`study ${found.study}`);
  const { data, size, affine } = toStored(mask);
  const voxels = size[0] * size[1];
  const drawn = new Uint8Array(data.length);
  for (const { position, voxels: byLabel } of found.frames) {
    const slice = Array.from({ length: size[2] }, (_, z) => z).find((z) =>
      affine.every(([, , step, offset], axis) => Math.abs(offset + z * step - position[axis]!) < 1e-3),
    );
    if (slice === undefined) throw new Error(`a frame lies at ${position.join(', ')}, on no slice of the ${name} scan`);
    for (const [label, indices] of Object.entries(byLabel))
      for (const index of indices) drawn[slice * voxels + index] = Number(label);
  }
  const wrong = data.findIndex((label, i) => label !== drawn[i]);
  if (wrong >= 0) throw new Error(`voxel ${wrong} is ${drawn[wrong]} instead of ${data[wrong]}`);
}
