import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { characterSetsOf } from '../../../../src/data/formats/dicom/characterSets';
import { decodeText } from '../../../../src/data/formats/dicom/text';
import { readVolume } from '../../../../src/data/readVolume';
import { encodeDicomSeg } from '../../../../src/dicom/encodeDicomSeg';
import { encodeRtStruct } from '../../../../src/dicom/encodeRtStruct';
import { dicomScan } from '../../../support/dicomScan';
import { segFile, structFile } from '../../../support/maskObjects';

/** Texts as bytes, one character each, and what they say; examples of names are those of PS3.5 H to K. */
const texts: readonly [sets: string, bytes: string, text: string][] = [
  ['ISO_IR 100', 'L\xe4sion', 'Läsion'],
  ['ISO_IR 101', 'W\xb1troba', 'Wątroba'],
  ['ISO_IR 144', '\xbf\xd5\xe7\xd5\xdd\xec', 'Печень'],
  ['ISO_IR 192', 'cavit\xc3\xa0', 'cavità'],
  ['GB18030', '\xb8\xce\xd4\xe0', '肝脏'],
  ['ISO-IR 100', 'L\xe4sion', 'Läsion'],
  ['ISO 2022 IR 100', 'L\xe4sion', 'Läsion'],
  ['\\ISO 2022 IR 100', 'L\x1b-A\xe4sion', 'Läsion'],
  ['\\ISO 2022 IR 100', 'L\xe4sion', 'Läsion'],
  ['ISO 2022 IR 100\\ISO 2022 IR 144', 'L\xe4sion \x1b-L\xbf\xd5\xe7\xd5\xdd\xec', 'Läsion Печень'],
  ['\\ISO 2022 IR 87', '\x1b$B4NB!\x1b(B 1', '肝臓 1'],
  ['ISO 2022 IR 13\\ISO 2022 IR 87', '\xd4\xcf\xc0\xde \x1b$B;3ED\x1b(J', 'ﾔﾏﾀﾞ 山田'],
  ['\\ISO 2022 IR 159', '\x1b$(D0!\x1b(B', '丂'],
  ['\\ISO 2022 IR 149', '\x1b$)C\xb0\xa3', '간'],
  ['\\ISO 2022 IR 149', '\xb0\xa3', '간'],
  ['\\ISO 2022 IR 58', '\x1b$)A\xb8\xce\xd4\xe0', '肝脏'],
  ['', 'cavit\xc3\xa0', 'cavità'],
  ['', 'L\xe4sion', 'Läsion'],
  ['unheard of', 'L\xe4sion', 'Läsion'],
  ['\\ISO 2022 IR 87', 'A\x1b%/11\x1b', 'A1'],
];

const elements = (SpecificCharacterSet: string) => ({ SpecificCharacterSet });
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('texts', () => {
  it.each(texts)('under %j, %j is %s, as the name of a segment and of a region', async (sets, bytes, text) => {
    const seg = segFile([{ segment: 1, z: 0, values: new Array(15).fill(1) }], {
      elements: { ...elements(sets), SegmentSequence: [{ SegmentNumber: 1, SegmentLabel: bytes }] },
    });
    expect((await readVolume([seg], { kind: 'label' })).segments?.map(({ name }) => name)).toEqual([text]);
    const struct = structFile({ [bytes]: [] }, { elements: elements(sets) });
    const read = await readVolume([...dicomScan(), struct], { kind: 'label', onNote: null });
    expect(read.segments?.map(({ name }) => name)).toEqual([text]);
  });

  it('of a person begin with the first set again in each part of the name', () => {
    const sets = characterSetsOf('ISO 2022 IR 100\\ISO 2022 IR 144');
    expect(decodeText(bytesOf('\x1b-L\xbf^M\xfcller=\xfc'), sets, { isName: true })).toBe('П^Müller=ü');
    expect(decodeText(bytesOf('\x1b-L\xbf^\xd5'), sets)).toBe('П^е');
  });
});

describe('masks of a scan with names in other character sets', () => {
  const mask = async (source: ReturnType<typeof dicomScan>) => {
    const scan = await readVolume(source, { onNote: null });
    return { ...scan, kind: 'label' as const, data: new Uint8Array(scan.data.length).fill(1) };
  };
  const segments = [{ value: 1, name: 'Läsion – 肝' }];

  it.each(texts.slice(0, 18))('under %j, %j is copied as %s, in UTF-8 like the segments', async (sets, bytes, text) => {
    const source = dicomScan({ elements: { ...elements(sets), PatientID: bytes } });
    for (const encode of [encodeDicomSeg, encodeRtStruct]) {
      const file = await encode(await mask(source), { source, segments });
      const written = Buffer.from(file).toString('latin1');
      expect(written).toContain('ISO_IR 192');
      expect(written).toContain(Buffer.from(text).toString('latin1'));
      expect(written).not.toContain('\x1b');
      const read = await readVolume([...source, ctFile('mask.dcm', file)], { kind: 'label', onNote: null });
      expect(read.segments?.map(({ name }) => name)).toEqual(['Läsion – 肝']);
    }
  });

  it.each([
    ['ISO_IR 192', 'M\xfcller'],
    ['unheard of', 'M\xfcller'],
    ['\\ISO 2022 IR 87', 'M\x1b-Q\xfcller'],
  ])('under %j, %j is refused rather than changed', async (sets, bytes) => {
    const source = dicomScan({ elements: { ...elements(sets), PatientID: bytes } });
    const made = encodeDicomSeg(await mask(source), { source, segments });
    await expect(made).rejects.toThrow(
      'PatientID cannot be copied: it is not in the character set that the file names. ' +
        'Correct SpecificCharacterSet (0008,0005) in the scan',
    );
  });
});
