import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { readNpz } from '../../src/weights/readNpz';
import { readSafetensors } from '../../src/weights/readSafetensors';
import { WeightsFileError } from '../../src/weights/weightsFileError';
import { breakFile, damage, expectTamed, fuzzCases } from '../support/fuzz';
import { npyOf } from '../support/weightFiles';
import { zipOf } from '../support/zip';

const load = (name: string) => new Uint8Array(readFileSync(`test/golden/weightFiles/${name}`));

describe('files of weights', () => {
  it('in safetensors that are broken are read or refused', async () => {
    const bytes = load('types.safetensors');
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const broken = breakFile(bytes, how, 336);
        await expectTamed(() => readSafetensors(broken), ['weights'], 4 * bytes.length, WeightsFileError);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });

  it.each(['stored.npz', 'deflated.npz', 'versions.npz'])(
    'like %s that are broken are read or refused',
    async (name) => {
      const bytes = load(name);
      await fc.assert(
        fc.asyncProperty(damage, async (how) => {
          const broken = breakFile(bytes, how, bytes.length);
          await expectTamed(() => readNpz(broken), ['weights'], 5 * 1032 * bytes.length, WeightsFileError);
        }),
        { numRuns: fuzzCases, seed: 1 },
      );
    },
  );

  it('that were broken before they were zipped are read or refused', async () => {
    const header = `{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }`;
    const array = npyOf(header, new Uint8Array(24));
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const zip = await zipOf({ 'a.npy': breakFile(array, how, array.length - 24) });
        await expectTamed(() => readNpz(zip), ['weights'], 5 * 1032 * zip.length, WeightsFileError);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });
});
