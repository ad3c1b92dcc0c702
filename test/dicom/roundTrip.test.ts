import { describe, expect, it } from 'vitest';

import { ctFile } from '../../src/data/ctFile';
import { readVolume } from '../../src/data/readVolume';
import type { Segment } from '../../src/data/segments/segment';
import type { Volume } from '../../src/data/volume';
import { encodeDicomSeg } from '../../src/dicom/encodeDicomSeg';
import { encodeRtStruct } from '../../src/dicom/encodeRtStruct';
import { Random } from '../../src/utils/random';
import { dicomScan, type ScanToWrite } from '../support/dicomScan';

const segments: readonly Segment[] = [
  { value: 1, name: 'Liver', color: [221, 130, 101] },
  { value: 2, name: 'Tumour', color: [255, 0, 0] },
  { value: 3, name: 'Spleen', color: [0, 160, 0] },
];

/** A mask with a third of its voxels labelled at random, without labels on two slices. */
function noisyMask(scan: Volume, seed: number): Volume {
  const random = new Random(seed);
  const [, height, width] = scan.shape;
  const data = Uint8Array.from(scan.data, (_, i) => {
    const z = Math.floor(i / (height * width));
    return z === 0 || z === 3 || random.uniform() < 0.4 ? 0 : 1 + Math.floor(3 * random.uniform());
  });
  return { ...scan, data, kind: 'label', segments };
}

describe.each<[string, ScanToWrite, number[]]>([
  ['a straight', {}, []],
  ['an oblique', { oblique: true }, []],
  ['an uneven', { slices: 9 }, [2, 3, 6]],
  ['an uneven oblique', { slices: 9, oblique: true }, [1, 5, 6]],
])('a mask of %s scan', (_, scanToWrite, missing) => {
  const source = dicomScan(scanToWrite).filter((_file, z) => !missing.includes(z));
  const readScan = () => readVolume(source, { onNote: null });
  const onNote = (note: string) => {
    throw new Error(note);
  };

  it.each(['BINARY', 'LABELMAP'] as const)(
    'comes back from a %s SEG voxel by voxel, with its segments',
    async (type) => {
      const scan = await readScan();
      const mask = noisyMask(scan, 1);
      const file = ctFile('mask.dcm', await encodeDicomSeg(mask, { source, type }));
      const { data, ...header } = await readVolume([file], { kind: 'label', grid: scan, onNote });
      const { data: labels, ...expected } = mask;
      expect(header).toEqual({ ...expected, source: 'mask.dcm' });
      expect(Buffer.compare(data as Uint8Array, labels as Uint8Array)).toBe(0);
    },
  );

  it('comes back from an RTSTRUCT voxel by voxel, with its segments', async () => {
    const scan = await readScan();
    const mask = noisyMask(scan, 2);
    const file = ctFile('mask.dcm', await encodeRtStruct(mask, { source }));
    const notes: string[] = [];
    const read = await readVolume([file, ...source], { kind: 'label', onNote: (note) => notes.push(note) });
    expect(read.segments).toEqual(segments);
    expect(Buffer.compare(read.data as Uint8Array, mask.data as Uint8Array)).toBe(0);
    expect(notes).toEqual(segments.map(({ name }) => `${name}: no contour on 1 slice between its first and last`));
  });
});
