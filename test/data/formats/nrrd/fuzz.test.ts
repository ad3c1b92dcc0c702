import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { encodeNrrd } from '../../../../src/data/formats/nrrd/encodeNrrd';
import { openNrrd, readNrrd } from '../../../../src/data/formats/nrrd/readNrrd';
import { breakFile, damage, expectTamed, fuzzCases } from '../../../support/fuzz';
import { smallVolume, textFile } from '../../../support/volumes';

const mask = smallVolume({ data: Uint8Array.from({ length: 24 }, (_, i) => i % 3), kind: 'label' });

const oddValue = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    'NaN',
    'none none none',
    '(1,0,0) (0,1,0) none (0,0,1)',
    '(nan,nan,nan) (1e308,0,0) (0,1,0)',
    '4 3 2 1',
    '65536 65536 65536',
    '9007199254740991 1 1',
    '1 1 1 1 1 1 1 1 1 1 1 1',
    '4',
    'double',
    'int64',
    'raw',
    'gzip',
    'big',
    'LIST',
    'LIST 0',
    'small.raw.gz',
    'small%d.raw 1 9007199254740991 1',
    'small%d.raw 1 2 1 3',
    'small%0999999999d.raw 1 1 1',
    'small%d.raw 1 1 0',
    '../small.raw',
    'list domain domain',
    '\u0000',
  ),
  fc.string(),
  fc.double().map(String),
);
const fields = [
  'type',
  'dimension',
  'space',
  'sizes',
  'space directions',
  'kinds',
  'endian',
  'encoding',
  'space origin',
  'data file',
  'line skip',
  'byte skip',
  'spacings',
  'space units',
];
const pairs = [
  'Segment0_LabelValue',
  'Segment0_Layer',
  'Segment0_Color',
  'Segment0_Name',
  'Segment1_ID',
  'Segment99_ID',
];

describe('NRRD files', () => {
  it.each([
    ['small.nrrd', true],
    ['small.nrrd', false],
    ['small.seg.nrrd', true],
  ])('that are broken are read or refused: %s, compressed %s', async (name, compressed) => {
    const [file] = await encodeNrrd(mask, name, { compressed });
    const mostBytes = file!.bytes.length * (compressed ? 4 * 1032 : 4);
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const broken = ctFile(name, breakFile(file!.bytes, how, 300));
        await expectTamed(() => readNrrd([broken]), [name], mostBytes);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });

  it('with odd values in the header are read or refused', async () => {
    const [nhdr, voxels] = await encodeNrrd(mask, 'small.nhdr');
    const header = new TextDecoder().decode(nhdr!.bytes);
    const data = ctFile('small.raw.gz', voxels!.bytes);
    const odd = fc.oneof(
      fc.tuple(fc.constantFrom(...fields), oddValue).map(([field, value]) => `${field}: ${value}`),
      fc.tuple(fc.constantFrom(...pairs), oddValue).map(([key, value]) => `${key}:=${value}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { maxLength: 4 }), async (lines) => {
        const read = async () => {
          const { readVolume, readSlice } = await openNrrd([
            textFile('small.nhdr', `${header}${lines.join('\n')}\n`),
            data,
          ]);
          await readSlice?.(0);
          await readVolume();
        };
        await expectTamed(read, ['small.nhdr', 'small.raw.gz'], voxels!.bytes.length * 4 * 1032);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });
});
