import { describe, expect, it, vi } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { deflate } from '../../../../src/data/deflate';
import { openNifti, readNifti, readNiftiHeader } from '../../../../src/data/formats/nifti/readNifti';
import { type NiftiSetup, nifti2File, niftiFile } from '../../../support/niftiFile';
import { slicedFile } from '../../../support/volumes';

const read = (setup: NiftiSetup, voxels?: Uint8Array) => readNifti([ctFile('x.nii', niftiFile(setup, voxels))]);
const refusal = (problem: string, file = 'x.nii') => new CtFileError(file, problem);
/** From right, front and head to left, back and head: the numbers of a slice from its last to its first. */
const turned = [4, 3, 2, 1, 8, 7, 6, 5];

describe('the numbers', () => {
  it('turn as the directions do', async () => {
    const volume = await read({});
    expect(volume.storedAs).toBe('RAS');
    expect([...volume.data]).toEqual(turned);
    expect(volume.affine).toEqual([
      [1, 0, 0, -1],
      [0, 1, 0, -1],
      [0, 0, 1, 0],
    ]);
  });

  it.each([
    [256, Int8Array.of(-128, 127)],
    [2, Uint8Array.of(0, 255)],
    [4, Int16Array.of(-1024, 3071)],
    [512, Uint16Array.of(0, 65_535)],
    [8, Int32Array.of(-70_000, 70_000)],
    [768, Uint32Array.of(0, 4_294_967_295)],
    [16, Float32Array.of(-1.5, Number.NaN)],
    [64, Float64Array.of(-0.1, 1e300)],
  ])('of type %i come in their own type, in both byte orders', async (datatype, numbers) => {
    const little = new Uint8Array(numbers.buffer);
    const size = numbers.BYTES_PER_ELEMENT;
    const big = Uint8Array.from(little, (_, i) => little[i - (i % size) + size - 1 - (i % size)]!);
    const setup = { dim: [3, 1, 1, 2], datatype };
    expect((await read(setup, little)).data).toEqual(numbers);
    expect((await read({ ...setup, bigEndian: true }, big)).data).toEqual(numbers);
  });

  it.each([
    [1024, BigInt64Array.of(-5n, 7n), Int32Array.of(-5, 7)],
    [1280, BigUint64Array.of(5n, 7n), Uint32Array.of(5, 7)],
  ])('of type %i come in 32 bits', async (datatype, wide, narrow) => {
    expect((await read({ dim: [3, 1, 1, 2], datatype }, new Uint8Array(wide.buffer))).data).toEqual(narrow);
  });

  it('with a slope or an intercept are float32', async () => {
    expect((await read({ slope: 0.5, intercept: -1024 })).data).toEqual(
      Float32Array.from(turned, (value) => value / 2 - 1024),
    );
  });

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY])('with slope %f are as stored', async (slope) => {
    expect((await read({ slope, intercept: 7 })).data).toEqual(Uint8Array.from(turned));
  });
});

describe('the geometry', () => {
  it('of a qform is the quaternion with its sign', async () => {
    const half = Math.SQRT1_2; // a quarter turn about the head's axis: x to the front, y to the left
    const { storedAs, spacing, affine } = await read({
      qform: [0, 0, half, 10, 20, 30],
      pixdim: [-1, 2, 3, 4],
    });
    expect(storedAs).toBe('ALI');
    expect(spacing.map((mm) => Number(mm.toFixed(6)))).toEqual([4, 2, 3]);
    const rounded = affine.map((row) => row.map((mm) => Math.round(mm * 1e4) / 1e4 + 0));
    expect(rounded).toEqual([
      [3, 0, 0, -10],
      [0, 2, 0, -22],
      [0, 0, 4, 26],
    ]);
  });

  it('of a quaternion longer than 1 is that of its direction', async () => {
    expect((await read({ qform: [0, 0, 3, 0, 0, 0] })).affine).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
  });

  it('without either runs to the left, front and head around the middle', async () => {
    const { storedAs, spacing, affine } = await read({ sform: [], pixdim: [1, 2, -3, 4] });
    expect(storedAs).toBe('LAS');
    expect(spacing).toEqual([4, 3, 2]);
    expect(affine.map((row) => row[3])).toEqual([-1, -1.5, -2]);
  });

  it.each([
    [1, 1000],
    [2, 1],
    [3, 0.001],
    [0, 1],
  ])('in units of %i is %f mm', async (units, mm) => {
    const { header, notes } = await openNifti([ctFile('x.nii', niftiFile({ units }))]);
    expect(header.spacing).toEqual([mm, mm, mm]);
    expect(notes).toHaveLength(mm === 1 ? 0 : 1);
    if (mm !== 1) expect(notes[0]).toMatch(new RegExp(`^x\\.nii: the unit of length is u?m, .* ${mm} to give mm$`));
  });

  it('of version 2 is read too', async () => {
    const { data, spacing, storedAs } = await readNifti([ctFile('x.nii', nifti2File())]);
    expect(data).toEqual(Uint8Array.of(3, 4, 1, 2, 7, 8, 5, 6));
    expect(spacing).toEqual([3, 2, 1]);
    expect(storedAs).toBe('LAS');
  });

  it('of one or two axes is one slice, and further axes of length 1 do not count', async () => {
    expect((await read({ dim: [2, 4, 2] })).shape).toEqual([1, 2, 4]);
    expect((await read({ dim: [1, 8] })).shape).toEqual([1, 1, 8]);
    expect((await read({ dim: [7, 2, 2, 2, 1, 1, 1, 1] })).shape).toEqual([2, 2, 2]);
  });
});

describe('files', () => {
  const header = niftiFile({ magic: 'ni1', voxOffset: 0 }).subarray(0, 348);
  const voxels = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

  it('may be a header and its voxels, each gzipped or not', async () => {
    for (const hdr of [ctFile('a/x.hdr', header), ctFile('a/x.hdr.gz', await deflate(header, 'gzip'))])
      for (const img of [ctFile('a/x.img', voxels), ctFile('a/x.img.gz', await deflate(voxels, 'gzip'))])
        expect([...(await readNifti([img, hdr])).data]).toEqual(turned);
  });

  it('must have the voxels of a header', async () => {
    await expect(readNifti([ctFile('x.hdr', header), ctFile('y.img', voxels)])).rejects.toThrow(
      refusal('its voxels, x.img or x.img.gz, are missing: pass them along with it', 'x.hdr'),
    );
  });

  it('of a header alone are read at the beginning, gzipped or not', async () => {
    const noise = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i * 31) >> 5);
    const bytes = niftiFile({ dim: [3, 3000, 100, 1] }, noise);
    for (const file of [slicedFile('x.nii', bytes), slicedFile('x.nii.gz', await deflate(bytes, 'gzip'))]) {
      expect((await readNiftiHeader([file])).shape).toEqual([1, 100, 3000]);
      expect(file.bytesRead()).toBeLessThanOrEqual(65_536);
    }
  });

  it('give slices alone unless they are gzipped', async () => {
    const file = slicedFile('x.nii', niftiFile({ slope: 2 }));
    const { readSlice } = await openNifti([file]);
    const before = file.bytesRead();
    expect(await readSlice!(1)).toEqual(Float32Array.of(16, 14, 12, 10));
    expect(file.bytesRead() - before).toBe(4);
    const gzipped = slicedFile('x.nii.gz', await deflate(niftiFile(), 'gzip'));
    expect((await openNifti([gzipped])).readSlice).toBeNull();
  });
});

describe('refused are', () => {
  const axes = 'a volume has three: save the desired one as a separate file';

  it.each([
    [
      { dim: [0, 2, 2, 2, 1, 1, 1, 1] },
      'dim must be a number of axes from 1 to 7, then as many positive integers; received 0 2 2 2 1 1 1 1',
    ],
    [
      { dim: [3, 2, -2, 2, 1, 1, 1, 1] },
      'dim must be a number of axes from 1 to 7, then as many positive integers; received 3 2 -2 2 1 1 1 1',
    ],
    [{ dim: [4, 1, 2, 2, 2, 1, 1, 1] }, `4 axes of 1 × 2 × 2 × 2 voxels; ${axes}`],
    [{ datatype: 128 }, '3 numbers per voxel, as colours have; a scan or a mask has one'],
    [{ datatype: 32 }, '2 numbers per voxel, as colours have; a scan or a mask has one'],
    [
      { datatype: 1 },
      'data type 1 is not supported; supported are 2, 4, 8, 16, 32, 64, 128, 256, 512, 768, 1024, 1280, 1792, 2304',
    ],
    [{ voxOffset: 100 }, 'vox_offset must be an integer of at least 352; received 100'],
    [{ voxOffset: Number.NaN }, 'vox_offset must be an integer of at least 352; received NaN'],
    [
      { sform: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
      'the steps from voxel to voxel must be above 0 mm; received 0, 1, 1',
    ],
    [
      { sform: [1, 0, 0, 0, 0, Number.NaN, 0, 0, 0, 0, 1, 0] },
      'spacing, directions and origin must be finite; received -1 0 0 0 NaN 0 0 0 1 0 0 0',
    ],
    [
      { dim: [3, 2, 2, 3] },
      'the header asks for 12 bytes (2 × 2 × 3 voxels of uint8) from byte 352 on; the file has 8 there: it is cut off or the header is wrong',
    ],
    [
      { dim: [3, 32_767, 32_767, 32_767] },
      '32767 × 32767 × 32767 voxels of uint8 are 35181150961663 bytes; at most 2147483648 are supported',
    ],
  ])('a header with %o', async (setup, problem) => {
    await expect(read(setup)).rejects.toThrow(refusal(problem));
  });

  it('voxels that the memory has no room for', async () => {
    const none = vi.fn(function none() {
      throw new RangeError('allocation failed');
    });
    vi.stubGlobal('Float32Array', none); // for numbers with a slope
    const reading = read({ slope: 2 }).finally(() => vi.unstubAllGlobals());
    await expect(reading).rejects.toThrow(refusal('there is no memory for 2 × 2 × 2 voxels (allocation failed)'));
  });

  it('gzipped bytes that cannot hold so many voxels', async () => {
    const packed = await deflate(niftiFile({ dim: [3, 2, 2, 32_767] }), 'gzip');
    await expect(readNifti([ctFile('x.nii.gz', packed)])).rejects.toThrow(
      refusal(
        `${packed.length} compressed bytes cannot hold the 131420 that the header asks for: it is wrong or the file is cut off`,
        'x.nii.gz',
      ),
    );
  });
});
