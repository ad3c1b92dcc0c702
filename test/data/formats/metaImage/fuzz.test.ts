import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { encodeMetaImage } from '../../../../src/data/formats/metaImage/encodeMetaImage';
import { openMetaImage, readMetaImage } from '../../../../src/data/formats/metaImage/readMetaImage';
import { breakFile, damage, expectTamed, fuzzCases } from '../../../support/fuzz';
import { smallVolume, textFile } from '../../../support/volumes';

const oddValue = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    'NaN',
    'Infinity',
    '1e308 1e308 1e308',
    '4 3 2 1',
    '65536 65536 65536',
    '9007199254740991 1 1',
    '1 1 1 1 1 1 1 1 1 1 1 1',
    'True',
    'MET_DOUBLE',
    'MET_LONG_LONG',
    'LOCAL',
    'LIST',
    'LIST 0',
    'small%d.zraw 1 9007199254740991',
    'small%0999999999d.zraw 1 1 1',
    '../small.zraw',
    '\u0000',
  ),
  fc.string(),
  fc.double().map(String),
);
const keys = [
  'NDims',
  'DimSize',
  'BinaryData',
  'BinaryDataByteOrderMSB',
  'CompressedData',
  'HeaderSize',
  'TransformMatrix',
  'Offset',
  'ElementSpacing',
  'ElementType',
  'ElementNumberOfChannels',
  'ElementDataFile',
];

describe('MetaImage files', () => {
  it.each([true, false])('that are broken are read or refused, compressed %s', async (compressed) => {
    const [file] = await encodeMetaImage(smallVolume(), 'small.mha', { compressed });
    const mostBytes = file!.bytes.length * (compressed ? 2 * 1032 : 2);
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const broken = ctFile('small.mha', breakFile(file!.bytes, how, 300));
        await expectTamed(() => readMetaImage([broken]), ['small.mha'], mostBytes);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });

  it('with odd values in the header are read or refused', async () => {
    const [mhd, zraw] = await encodeMetaImage(smallVolume(), 'small.mhd');
    const header = new TextDecoder().decode(mhd!.bytes);
    const data = ctFile('small.zraw', zraw!.bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...keys), oddValue), { maxLength: 3 }), async (odd) => {
        const changed = odd.reduce(
          (text, [key, value]) => text.replace(new RegExp(`^${key} = .*$`, 'm'), () => `${key} = ${value}`),
          header,
        );
        const read = async () => {
          const { readVolume, readSlice } = await openMetaImage([textFile('small.mhd', changed), data]);
          await readSlice?.(0);
          await readVolume();
        };
        await expectTamed(read, ['small.mhd', 'small.zraw'], zraw!.bytes.length * 4 * 1032);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });
});
