import { describe, expect, it } from 'vitest';

import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { requireVolume } from '../../src/data/requireVolume';
import { resampleVolume } from '../../src/data/resampleVolume';
import { slicesAsTensor } from '../../src/data/slicesAsTensor';
import { smallVolume } from '../support/volumes';

describe('requireVolume', () => {
  it('lets a volume pass, and a mask made of one', () => {
    const volume = smallVolume();
    expect(() => requireVolume('write', volume)).not.toThrow();
    expect(() => requireVolume('write', { ...volume, kind: 'label', data: new Uint8Array(24) })).not.toThrow();
  });

  it.each([
    [{ data: new Uint8Array(23) }, '`volume.data` must be 24 long, for its shape is 2 × 3 × 4; received 23'],
    [
      { codes: new Uint8Array(23) },
      '`volume.codes` must be of the same voxels as `volume.data`, or left out; received 23',
    ],
    [{ shape: [2, 3] }, '`volume.shape` must be three positive integers, [depth, height, width]; received [2,3]'],
    [{ shape: [2, 3, 0] }, '`volume.shape` must be three positive integers, [depth, height, width]; received [2,3,0]'],
    [{ spacing: [1, 1, 0] }, '`volume.spacing` must be three numbers above 0, [z, y, x] in mm; received [1,1,0]'],
    [{ affine: undefined }, '`volume.affine` must be three rows of four finite numbers; received undefined'],
    [{ affine: [[1, 0, 0]] }, '`volume.affine` must be three rows of four finite numbers; received [[1,0,0]]'],
    [{ kind: 'mask' }, "`volume.kind` must be 'hu' or 'label'; received \"mask\""],
    [
      { storedAs: undefined },
      "`volume.storedAs` must be directions of three axes such as 'LPS' or 'RAS'; received undefined",
    ],
    [
      { storedAs: 'LRS' },
      "`volume.storedAs` must be directions of three axes such as 'LPS' or 'RAS'; received \"LRS\"",
    ],
  ])('refuses a volume with %o', (part, message) => {
    expect(() => requireVolume('write', { ...smallVolume(), ...part } as never)).toThrow(
      new RangeError(`write: ${message}`),
    );
  });

  it.each([
    [undefined, '`volume` must be a Volume, as readVolume returns it; received undefined'],
    [null, '`volume` must be a Volume, as readVolume returns it; received null'],
    [[1], '`volume` must be a Volume, as readVolume returns it; received an array'],
    [
      { volume: 1, notes: [] },
      '`volume` must be a Volume, as readVolume returns it; received an object of volume, notes',
    ],
    [
      { ...smallVolume(), data: [1, 2] },
      '`volume.data` must be a typed array of integers of at most 32 bits or of floats; received Array',
    ],
    [
      { ...smallVolume(), data: new BigInt64Array(24) },
      '`volume.data` must be a typed array of integers of at most 32 bits or of floats; received BigInt64Array',
    ],
  ])('refuses %o', (volume, message) => {
    expect(() => requireVolume('write', volume as never)).toThrow(new RangeError(`write: ${message}`));
  });
});

it.each([
  ['encodeNifti', encodeNifti],
  ['encodeMetaImage', (volume: never) => encodeMetaImage(volume, 'a.mha')],
  ['resampleVolume', async (volume: never) => resampleVolume(volume, { shape: [1, 1, 1] })],
  ['slicesAsTensor', async (volume: never) => slicesAsTensor(volume)],
])('%s refuses a volume without its affine', async (name, use) => {
  await expect(use({ ...smallVolume(), affine: undefined } as never)).rejects.toThrow(
    new RangeError(`${name}: \`volume.affine\` must be three rows of four finite numbers; received undefined`),
  );
});
