import { describe, expect, it } from 'vitest';

import { largestComponent } from '../../src/data/largestComponent';
import type { Volume } from '../../src/data/volume';
import { Random } from '../../src/utils/random';
import { smallVolume } from '../support/volumes';

/** A volume of labels, slice by slice and row by row. */
function labels(slices: readonly (readonly string[])[]): Volume {
  const shape = [slices.length, slices[0]!.length, slices[0]![0]!.length] as const;
  return { ...smallVolume(), kind: 'label', shape, data: Uint8Array.from([...slices.flat().join('')].map(Number)) };
}

describe('largestComponent', () => {
  it('keeps the largest piece with its labels, through faces alone', () => {
    const volume = labels([
      ['1100', '0010', '0000'],
      ['0100', '0110', '3002'],
    ]);
    expect(largestComponent(volume)).toEqual(
      labels([
        ['1100', '0010', '0000'],
        ['0100', '0110', '0000'],
      ]),
    );
    expect(volume.data[8 + 12]).toBe(3);
  });

  it('keeps the regions of its voxels, and no others', () => {
    const volume = { ...labels([['1100', '0010']]), codes: Uint8Array.of(1, 3, 0, 0, 0, 0, 2, 0) };
    expect(largestComponent(volume).codes).toEqual(Uint8Array.of(1, 3, 0, 0, 0, 0, 0, 0));
  });

  it('does not go round the end of a row or a slice', () => {
    const volume = labels([
      ['001', '110', '001'],
      ['100', '000', '000'],
    ]);
    expect(largestComponent(volume)).toEqual(
      labels([
        ['000', '110', '000'],
        ['000', '000', '000'],
      ]),
    );
  });

  it('of two pieces of one size keeps the first', () => {
    expect(largestComponent(labels([['11011']]))).toEqual(labels([['11000']]));
  });

  it('of nothing is nothing, of one piece all of it', () => {
    expect(largestComponent(labels([['000']]))).toEqual(labels([['000']]));
    expect(largestComponent(labels([['222', '101', '111']]))).toEqual(labels([['222', '101', '111']]));
  });

  it('of noise is the piece that spreading labels finds', () => {
    const random = new Random(4);
    for (let round = 0; round < 20; round++) {
      const shape = [5, 6, 7] as const;
      const data = Uint8Array.from({ length: 210 }, () => Number(random.uniform() < 0.4));
      const received = largestComponent({ ...smallVolume(), kind: 'label', shape, data });
      expect(received.data).toEqual(bySpreading(data, shape));
    }
  });

  it('takes millions of voxels', () => {
    const side = 160;
    const data = new Uint8Array(side ** 3).fill(1);
    data.fill(0, side * side * 90, side * side * 91);
    const kept = largestComponent({ ...smallVolume(), kind: 'label', shape: [side, side, side], data }).data;
    expect([kept[0], kept.at(-1)]).toEqual([1, 0]); // 90 slices against 69
  });

  it('refuses Hounsfield units', () => {
    expect(() => largestComponent(smallVolume())).toThrow(
      new RangeError('largestComponent: `volume.kind` must be \'label\'; received "hu"'),
    );
  });
});

/** Gives every voxel the smallest index that it hangs together with, by passing it on until nothing changes. */
function bySpreading(data: Uint8Array, [depth, height, width]: readonly [number, number, number]): Uint8Array {
  const piece = Array.from(data, (label, i) => (label ? i : -1));
  const at = (z: number, y: number, x: number) =>
    z < 0 || y < 0 || x < 0 || z >= depth || y >= height || x >= width ? -1 : piece[(z * height + y) * width + x]!;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < data.length; i++) {
      if (!data[i]) continue;
      const [z, y, x] = [Math.floor(i / width / height), Math.floor(i / width) % height, i % width];
      const near = [
        at(z - 1, y, x),
        at(z + 1, y, x),
        at(z, y - 1, x),
        at(z, y + 1, x),
        at(z, y, x - 1),
        at(z, y, x + 1),
      ];
      const least = Math.min(piece[i]!, ...near.filter((other) => other >= 0));
      if (least < piece[i]!) [piece[i], changed] = [least, true];
    }
  }
  const sizes = new Map<number, number>();
  for (const p of piece) if (p >= 0) sizes.set(p, (sizes.get(p) ?? 0) + 1);
  const best = [...sizes].sort(([a, m], [b, n]) => n - m || a - b)[0]?.[0];
  return Uint8Array.from(piece, (p) => Number(p === best));
}
