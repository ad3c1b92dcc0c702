import * as fc from 'fast-check';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { readPngSlices } from '../../../../src/data/formats/png/readPngSlices';
import { breakFile, damage, expectTamed, fuzzCases } from '../../../support/fuzz';
import { withPngSums } from '../../../support/pngSums';

const png = (name: string, levels: readonly number[], depth: 8 | 16 = 8, width = 2) =>
  ctFile(
    name,
    encode({
      width,
      height: levels.length / width,
      data: depth === 16 ? Uint16Array.from(levels) : Uint8Array.from(levels),
      channels: 1,
      depth,
    }),
  );

describe('readPngSlices', () => {
  it('takes slices in the order of their numbers, from the feet to the head', async () => {
    const volume = await readPngSlices([png('s10.png', [5, 6]), png('s2.png', [3, 4]), png('s1.png', [1, 2])]);
    expect(volume).toEqual({
      data: Uint8Array.of(1, 2, 3, 4, 5, 6),
      shape: [3, 1, 2],
      spacing: [1, 1, 1],
      affine: [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
      ],
      kind: 'hu',
      storedAs: 'LPS',
      source: 's1.png',
    });
  });

  it('turns slices that begin at the head', async () => {
    const files = [png('1.png', [1, 2]), png('2.png', [3, 4])];
    const { data, affine, spacing, storedAs } = await readPngSlices(files, { first: 'head', spacing: [3, 2, 1] });
    expect(data).toEqual(Uint8Array.of(3, 4, 1, 2));
    expect(spacing).toEqual([3, 2, 1]);
    expect(affine[2]).toEqual([0, 0, 3, -3]);
    expect(storedAs).toBe('LPI');
  });

  it('makes Hounsfield units of 16 bits: level − 1024, or another offset', async () => {
    const file = png('1.png', [0, 1024, 2048, 4095], 16);
    expect((await readPngSlices([file])).data).toEqual(Int16Array.of(-1024, 0, 1024, 3071));
    expect((await readPngSlices([file], { offset: 1000 })).data).toEqual(Int16Array.of(-1000, 24, 1048, 3095));
    expect((await readPngSlices([file], { offset: 0 })).data).toEqual(Uint16Array.of(0, 1024, 2048, 4095));
  });

  it('keeps labels as they are', async () => {
    const { data, kind } = await readPngSlices([png('1.png', [0, 2000], 16)], { kind: 'label' });
    expect(data).toEqual(Uint16Array.of(0, 2000));
    expect(kind).toBe('label');
  });

  it.each([
    [
      [png('a.png', [1, 2]), png('b.png', [1, 2, 3, 4])],
      new CtFileError('b.png', '2×2 of 8 bits, but a.png is 1×2 of 8 bits; slices of a scan are alike'),
    ],
    [
      [png('a.png', [1, 2]), png('b.png', [1, 2], 16)],
      new CtFileError('b.png', '1×2 of 16 bits, but a.png is 1×2 of 8 bits; slices of a scan are alike'),
    ],
    [
      [png('a.png', [0, 64_000], 16)],
      new CtFileError(
        'a.png',
        'level 64000 less the offset 1024 is no CT number (−32768 to 32767); set the offset that the levels were saved with',
      ),
    ],
    [[ctFile('a.png', Uint8Array.of(1, 2, 3))], new CtFileError('a.png', 'not a PNG file')],
    [[], new RangeError('readPngSlices: `files` must be at least one file; received []')],
  ])('refuses %o', async (files, error) => {
    await expect(readPngSlices(files)).rejects.toThrow(error);
  });

  it.each([
    [{ offset: 0.5 }, 'readPngSlices: `offset` must be an integer; received 0.5'],
    [{ spacing: [1, 0, 1] as const }, 'readPngSlices: `spacing` must be a number above 0; received 0'],
    [{ first: 'top' as 'feet' }, 'readPngSlices: `first` must be one of feet, head; received "top"'],
  ])('refuses options %o', async (options, message) => {
    await expect(readPngSlices([png('1.png', [1, 2])], options)).rejects.toThrow(new RangeError(message));
  });

  it.each([8, 16] as const)('reads or refuses broken files of %i bits', async (depth) => {
    const good = png('1.png', [1, 2, 3, 4], depth);
    const bytes = new Uint8Array(await good.arrayBuffer());
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async (how, mendSums) => {
        const broken = breakFile(bytes, how, 33);
        const files = [ctFile('1.png', mendSums ? withPngSums(broken) : broken), png('2.png', [1, 2, 3, 4], depth)];
        await expectTamed(() => readPngSlices(files), ['1.png', '2.png'], 20 * 1032 * bytes.length);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });
});
