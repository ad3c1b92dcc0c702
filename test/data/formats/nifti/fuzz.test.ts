import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { deflate } from '../../../../src/data/deflate';
import { openNifti } from '../../../../src/data/formats/nifti/readNifti';
import { breakFile, damage, expectTamed, fuzzCases } from '../../../support/fuzz';
import { nifti2File, niftiFile } from '../../../support/niftiFile';
import { slicedFile } from '../../../support/volumes';

async function readAll(name: string, bytes: Uint8Array): Promise<void> {
  const { readVolume, readSlice } = await openNifti([slicedFile(name, bytes)]);
  await readSlice?.(0);
  await readVolume();
}

describe('NIfTI files', () => {
  it.each([
    ['of version 1', niftiFile({ slope: 2 })],
    ['of version 1, big endian', niftiFile({ qform: [0, 0, 0, 0, 0, 0], bigEndian: true })],
    ['of version 2', nifti2File()],
  ])('%s that are broken are read or refused', async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const broken = breakFile(bytes, how, bytes.length - 8);
        await expectTamed(() => readAll('x.nii', broken), ['x.nii'], 10 * bytes.length);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });

  it('that are gzipped and broken are read or refused', async () => {
    const packed = await deflate(niftiFile({ slope: 2 }), 'gzip');
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const broken = breakFile(packed, how, packed.length);
        await expectTamed(() => readAll('x.nii.gz', broken), ['x.nii.gz'], 5 * 1032 * packed.length);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });

  it('that were broken before they were gzipped are read or refused', async () => {
    const bytes = niftiFile({ slope: 2 });
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const packed = await deflate(breakFile(bytes, how, 348), 'gzip');
        await expectTamed(() => readAll('x.nii.gz', packed), ['x.nii.gz'], 5 * 1032 * packed.length);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });

  it('whose header lacks its voxels say so', async () => {
    const header = niftiFile({ magic: 'ni1' });
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const files = [ctFile('x.hdr', breakFile(header, how, 348)), ctFile('x.img', Uint8Array.of(1, 2, 3))];
        await expectTamed(() => openNifti(files).then(({ readVolume }) => readVolume()), ['x.hdr', 'x.img'], 4096);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });
});
