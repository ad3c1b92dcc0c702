import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { type EncodedFile, encodeMetaImage } from '../../../../src/data/formats/metaImage/encodeMetaImage';
import { readMetaImage } from '../../../../src/data/formats/metaImage/readMetaImage';
import type { Volume } from '../../../../src/data/volume';
import { smallVolume } from '../../../support/volumes';

const readBack = (files: readonly EncodedFile[]) => readMetaImage(files.map(({ name, bytes }) => ctFile(name, bytes)));
const text = ({ bytes }: EncodedFile) => new TextDecoder().decode(bytes);

describe('encodeMetaImage', () => {
  it.each(['LPS', 'RAS', 'LAI', 'PSR', 'SAL'])('gives back a volume stored as %s', async (codes) => {
    const volume = smallVolume({ codes });
    expect(await readBack(await encodeMetaImage(volume, 'small.mha'))).toEqual(volume);
  });

  it.each([Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array])(
    'keeps numbers of %o',
    async (Numbers) => {
      const volume = smallVolume({ data: Numbers.from(Array.from({ length: 24 }, (_, i) => i * 5)) });
      for (const compressed of [true, false])
        expect(await readBack(await encodeMetaImage(volume, 'small.mha', { compressed }))).toEqual(volume);
    },
  );

  it.each([
    [true, 'masks/small.zraw'],
    [false, 'masks/small.raw'],
  ])('of .mhd puts the voxels in a file of their own, compressed %s', async (compressed, name) => {
    const volume: Volume = { ...smallVolume(), source: 'masks/small.mhd' };
    const files = await encodeMetaImage(volume, 'masks/small.mhd', { compressed });
    expect(files.map((file) => file.name)).toEqual(['masks/small.mhd', name]);
    expect(await readBack(files)).toEqual(volume);
  });

  it('writes the header of other programs', async () => {
    const [mhd] = await encodeMetaImage(smallVolume({ codes: 'LAS' }), 'small.mhd', { compressed: false });
    expect(text(mhd!)).toBe(
      [
        'ObjectType = Image',
        'NDims = 3',
        'BinaryData = True',
        'BinaryDataByteOrderMSB = False',
        'CompressedData = False',
        'TransformMatrix = 1 0 0 0 -1 0 0 0 1',
        'Offset = -12.3 6.18 789.1',
        'CenterOfRotation = 0 0 0',
        'AnatomicalOrientation = RPI',
        'ElementSpacing = 0.743 0.81 1.6',
        'DimSize = 4 3 2',
        'ElementType = MET_SHORT',
        'ElementDataFile = small.raw\n',
      ].join('\n'),
    );
  });

  it('keeps oblique axes to the last bit but one', async () => {
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const volume: Volume = {
      ...smallVolume(),
      affine: [
        [0.7 * c, -0.8 * s, 0, 1],
        [0.7 * s, 0.8 * c, 0, 2],
        [0, 0, 1.6, 3],
      ],
    };
    const { affine } = await readBack(await encodeMetaImage(volume, 'small.mha'));
    for (const [i, mm] of affine.flat().entries()) expect(Math.abs(mm - volume.affine.flat()[i]!)).toBeLessThan(1e-15);
  });

  it('refuses other names', async () => {
    await expect(encodeMetaImage(smallVolume(), 'small.nii')).rejects.toThrow(
      new RangeError('encodeMetaImage: `name` must be a file name that ends in .mha or .mhd; received "small.nii"'),
    );
  });
});
