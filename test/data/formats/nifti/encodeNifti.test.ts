import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { encodeNifti } from '../../../../src/data/formats/nifti/encodeNifti';
import { readNifti } from '../../../../src/data/formats/nifti/readNifti';
import { inflate } from '../../../../src/data/inflate';
import { toVolume } from '../../../../src/data/toVolume';
import type { Affine, Volume } from '../../../../src/data/volume';
import { smallVolume } from '../../../support/volumes';

const readBack = async (volume: Volume) => readNifti([ctFile(volume.source, await encodeNifti(volume))]);
const unpacked = async (volume: Volume) => inflate(await encodeNifti(volume), 'gzip', 100_000, 'x');

describe('encodeNifti', () => {
  it.each(['LPS', 'RAS', 'LAI', 'PSR', 'SAL'])('gives back a volume stored as %s', async (codes) => {
    const volume = smallVolume({ codes });
    expect(await readBack(volume)).toEqual(volume);
  });

  it.each([Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array])(
    'keeps numbers of %o',
    async (Numbers) => {
      const volume = smallVolume({ data: Numbers.from(Array.from({ length: 24 }, (_, i) => i * 5)) });
      expect(await readBack(volume)).toEqual(volume);
    },
  );

  it('marks labels', async () => {
    const mask = smallVolume({ data: Uint8Array.from({ length: 24 }, (_, i) => i % 3), kind: 'label' });
    expect(await readBack(mask)).toEqual(mask);
  });

  it('keeps oblique and sheared axes', async () => {
    const affine: Affine = [
      [0.7 * Math.cos(0.3), -0.8 * Math.sin(0.3), 0.1, 1.1],
      [0.7 * Math.sin(0.3), 0.8 * Math.cos(0.3), 0.2, 2.2],
      [0, 0, 1.6, 3.3],
    ];
    const volume = toVolume({ data: new Uint8Array(120), size: [4, 3, 10], affine }, 'hu', 'x.nii.gz');
    expect(await readBack(volume)).toEqual(volume);
    expect(new DataView((await unpacked(volume)).buffer).getInt16(252, true)).toBe(0); // qform_code
  });

  it('gives slightly sheared axes, as of a table that drifts, the nearest qform', async () => {
    const drift: Affine = [
      [0.7, 0, 0.1 / 60, 1.1],
      [0, 0.7, 0, 2.2],
      [0, 0, 2.5, 3.3],
    ];
    const volume = toVolume({ data: new Uint8Array(4 * 3 * 61), size: [4, 3, 61], affine: drift }, 'hu', 'x.nii.gz');
    expect(await readBack(volume)).toEqual(volume);
    const bytes = await unpacked(volume);
    new DataView(bytes.buffer).setInt16(254, 0, true); // sform_code
    const { affine } = await readNifti([ctFile('x.nii', bytes)]);
    const last = (rows: Affine) => rows.map((row) => row[2] * 60 + row[3]);
    const apart = last(affine).map((mm, axis) => mm - last(volume.affine)[axis]!);
    expect(Math.hypot(...apart)).toBeLessThan(0.01); // of the drift of 0.1 mm: the short axes turn instead
    expect(affine[0]![2]).not.toBe(0);
  });

  it.each(['LPS', 'RAS', 'PIR', 'SAL', 'ILA'])('says the same in the qform, stored as %s', async (codes) => {
    const volume = smallVolume({ codes });
    const bytes = await unpacked(volume);
    new DataView(bytes.buffer).setInt16(254, 0, true); // sform_code
    const { affine, storedAs } = await readNifti([ctFile('x.nii', bytes)]);
    expect(storedAs).toBe(codes);
    for (const [i, mm] of affine.flat().entries()) expect(mm).toBeCloseTo(volume.affine.flat()[i]!, 4);
  });

  it('an sform that was changed counts, not the float64 numbers of before', async () => {
    const bytes = await unpacked(smallVolume());
    new DataView(bytes.buffer).setFloat32(280 + 12, 100, true); // srow_x[3], mm to the right
    const { affine } = await readNifti([ctFile('x.nii', bytes)]);
    expect(affine[0]).toEqual([Math.fround(0.743), 0, 0, -100]);
  });

  it('refuses an axis longer than NIfTI-1 can say', async () => {
    const volume: Volume = { ...smallVolume(), data: new Uint8Array(32_768), shape: [1, 1, 32_768] };
    await expect(encodeNifti(volume)).rejects.toThrow(
      new RangeError('encodeNifti: `volume.shape` must be at most 32767 along each axis; received [1,1,32768]'),
    );
  });
});
