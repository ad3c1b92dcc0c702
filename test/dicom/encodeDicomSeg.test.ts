import { describe, expect, it } from 'vitest';

import { ctFile } from '../../src/data/ctFile';
import { elementsOf } from '../../src/data/formats/dicom/elements';
import { parseWhole } from '../../src/data/formats/dicom/readDicomHeader';
import { readVolume } from '../../src/data/readVolume';
import type { Volume } from '../../src/data/volume';
import { type EncodeDicomSegOptions, encodeDicomSeg } from '../../src/dicom/encodeDicomSeg';
import { encodeRtStruct } from '../../src/dicom/encodeRtStruct';
import { dicomScan } from '../support/dicomScan';

const source = dicomScan();
const scan = await readVolume(source, { onNote: null });

/** A mask with these labels in its middle slice. */
function maskOf(...labels: readonly number[]): Volume {
  const data = new Uint8Array(scan.data.length);
  data.set(labels, 3 * 11 * 13);
  return { ...scan, data, kind: 'label' };
}

const encode = (mask: Volume, options: Partial<EncodeDicomSegOptions> = {}) =>
  encodeDicomSeg(mask, { source, ...options });

/** Reads texts of elements by their tags. */
async function textsOf(bytes: Uint8Array, ...names: readonly string[]): Promise<(string | undefined)[]> {
  const { data } = await parseWhole(ctFile('x.dcm', bytes));
  return names.map((name) => data.string(name));
}

async function segmentsIn(bytes: Uint8Array) {
  const { data } = await parseWhole(ctFile('x.dcm', bytes));
  return elementsOf(data, 'x.dcm', () => {})
    .items('SegmentSequence')
    .map((item) => [
      item.uint16('SegmentNumber'),
      item.text('SegmentLabel'),
      item.item('SegmentedPropertyTypeCodeSequence')?.text('CodeMeaning'),
    ]);
}

describe('encodeDicomSeg', () => {
  it('takes patient, study and frame of reference from the scan, and no other identity', async () => {
    const named = dicomScan({
      elements: { PatientID: 'P 7', StudyInstanceUID: '1.2.77', SeriesDescription: 'Abdomen of J. Doe' },
    });
    for (const encoder of [encodeDicomSeg, encodeRtStruct]) {
      const bytes = await encoder(maskOf(1), { source: named, makeUid: () => '2.25.1' });
      const found = await textsOf(bytes, 'x00100020', 'x0020000d', 'x00200052', 'x0020000e');
      expect(found).toEqual(['P 7', '1.2.77', '1.2.3.9', '2.25.1']);
      expect(Buffer.from(bytes).includes('J. Doe')).toBe(false);
    }
  });

  it('writes no segment where nobody has drawn regions', async () => {
    const segments = ['Liver', 'Tumour'].map((name, i) => ({ value: i + 1, name, color: null }));
    const codes = new Uint8Array(scan.data.length);
    codes.set([1, 255, 3], 3 * 11 * 13);
    const bytes = await encode({ ...maskOf(1, 0, 2), codes, segments });
    const read = await readVolume([ctFile('seg.dcm', bytes)], { kind: 'label', grid: scan, onNote: null });
    expect([...read.codes!.subarray(3 * 11 * 13, 3 * 11 * 13 + 3)]).toEqual([1, 0, 3]);
  });

  it('writes regions that overlap as segments that overlap, and so does an RTSTRUCT', async () => {
    const segments = [
      { value: 1, name: 'Liver', color: null },
      { value: 2, name: 'Tumour', color: null },
    ];
    const codes = new Uint8Array(scan.data.length);
    codes.set([1, 3, 2], 3 * 11 * 13);
    const mask = { ...maskOf(1, 2, 2), segments, codes };
    const voxelsOf = async (bytes: Uint8Array, segment: string) => {
      const grid = { ...scan, kind: 'label' } as const;
      const { data } = await readVolume([ctFile('x.dcm', bytes)], {
        ...{ kind: 'label', segments: [segment], grid, onNote: null },
      });
      return [...data.subarray(3 * 11 * 13, 3 * 11 * 13 + 3)].map((label) => (label > 0 ? 1 : 0));
    };
    for (const bytes of [await encode(mask), await encodeRtStruct(mask, { source })]) {
      expect(await voxelsOf(bytes, 'Liver')).toEqual([1, 1, 0]);
      expect(await voxelsOf(bytes, 'Tumour')).toEqual([0, 1, 1]);
    }
  });

  it('gives each object UIDs of its own below 2.25, and the frame of reference one if the scan has none', async () => {
    const bare = dicomScan({ elements: { FrameOfReferenceUID: null } });
    const tags = ['x00080018', 'x0020000e', 'x00200052'];
    const both = await Promise.all([1, 2].map(async () => textsOf(await encode(maskOf(1), { source: bare }), ...tags)));
    expect(new Set(both.flat()).size).toBe(6);
    for (const uid of both.flat()) expect(uid).toMatch(/^2\.25\.[1-9]\d{20,38}$/);
  });

  it('is the same twice with fixed UIDs and date', async () => {
    const options = { makeUid: () => '2.25.1', date: new Date(2024, 0, 2, 3, 4, 5) };
    const [a, b] = [await encode(maskOf(1), options), await encode(maskOf(1), options)];
    expect(Buffer.compare(a, b)).toBe(0);
    expect(await textsOf(a, 'x00080023', 'x00080033')).toEqual(['20240102', '030405']);
  });

  it('writes names of patients in UTF-8, whatever their character set', async () => {
    const german = dicomScan({ elements: { SpecificCharacterSet: 'ISO_IR 100', PatientID: 'xxxxxx' } });
    const files = await Promise.all(
      german.map(async (file) => {
        const bytes = Buffer.from(await file.arrayBuffer());
        bytes.write('M\u00fcller', bytes.indexOf('xxxxxx'), 'latin1');
        return ctFile(file.name, bytes);
      }),
    );
    const bytes = await encode(maskOf(1), { source: files });
    expect(await textsOf(bytes, 'x00080005')).toEqual(['ISO_IR 192']);
    expect(Buffer.from(bytes).includes(Buffer.from('Müller'))).toBe(true);
  });

  it('codes organs by name, and others as tissue or as given', async () => {
    const segments = [
      { value: 1, name: 'liver' },
      { value: 2, name: 'Liver tumour' },
      { value: 3, name: 'Left kidney' },
      { value: 4, name: 'Anything' },
      { value: 5, name: 'Rib', code: { value: '113197003', scheme: 'SCT', meaning: 'Rib structure' } },
    ];
    expect(await segmentsIn(await encode(maskOf(1, 2, 3, 4, 5), { segments }))).toEqual([
      [1, 'liver', 'Liver'],
      [2, 'Liver tumour', 'Neoplasm'],
      [3, 'Left kidney', 'Left kidney'],
      [4, 'Anything', 'Tissue'],
      [5, 'Rib', 'Rib structure'],
    ]);
  });

  it('numbers binary segments from 1, and keeps the values in a label map, of 16 bits where needed', async () => {
    expect(await segmentsIn(await encode(maskOf(3, 6)))).toEqual([
      [1, 'Segment 3', 'Tissue'],
      [2, 'Segment 6', 'Tissue'],
    ]);
    const wide = { ...maskOf(), data: Uint16Array.from(scan.data, (_, i) => (i === 5 ? 300 : 0)) };
    const file = ctFile('x.dcm', await encode(wide, { type: 'LABELMAP' }));
    const read = await readVolume([file], { kind: 'label', grid: scan });
    expect([read.data[5], read.segments?.[0]?.value]).toEqual([300, 300]);
  });

  it('has an empty frame if the mask is empty', async () => {
    const file = ctFile('x.dcm', await encode(maskOf(), { segments: [{ value: 1, name: 'Liver' }] }));
    const read = await readVolume([file], { kind: 'label', grid: scan });
    expect(read.data.every((label) => label === 0)).toBe(true);
  });

  it('takes a mask that covers a part of the scan', async () => {
    const part = { ...maskOf(1), shape: [1, 11, 13] as const, data: new Uint8Array(11 * 13).fill(1) };
    const read = await readVolume([ctFile('x.dcm', await encode(part))], { kind: 'label', grid: scan });
    expect([...read.data].filter((label) => label === 1).length).toBe(11 * 13);
  });

  it.each<[string, Volume, Partial<EncodeDicomSegOptions>, string]>([
    ['no mask', scan, {}, 'encodeDicomSeg: `mask.kind` must be \'label\'; received "hu"'],
    [
      'an unknown type',
      maskOf(1),
      { type: 'SURFACE' as never },
      'encodeDicomSeg: `type` must be one of BINARY, LABELMAP',
    ],
    ['an unknown option', maskOf(1), { sources: [] } as never, 'encodeDicomSeg: unknown option `sources`'],
    [
      'a value without a segment',
      maskOf(1, 2),
      { segments: [{ value: 1, name: 'Liver' }] },
      'encodeDicomSeg: `segments` must be one segment for each value of the mask, 1, 2',
    ],
    ['a nameless segment', maskOf(1), { segments: [{ value: 1, name: '' }] }, '`segments.name` must be a text'],
    ...['a\\b', 'a\nb', 'x'.repeat(65)].map((name): [string, Volume, Partial<EncodeDicomSegOptions>, string] => [
      `the name ${JSON.stringify(name)}`,
      { ...maskOf(1), segments: [{ value: 1, name, color: null }] },
      {},
      'encodeDicomSeg: `segments.name` must be a text of 1 to 64 characters without \\ and line breaks',
    ]),
    ...(
      [
        [{ color: [0, 0, 256] }, '`segments.color` must be an integer from 0 to 255; received 256'],
        [{ code: { value: 'x'.repeat(17), scheme: 'SCT', meaning: 'Liver' } }, '`segments.code.value` must be a text'],
        [{ code: { value: '1', scheme: '', meaning: 'Liver' } }, '`segments.code.scheme` must be a text of 1 to 16'],
        [{ code: { value: '1', scheme: 'SCT', meaning: 'a\\b' } }, '`segments.code.meaning` must be a text of 1 to 64'],
      ] as const
    ).map(([part, message]): [string, Volume, Partial<EncodeDicomSegOptions>, string] => [
      `a segment with ${JSON.stringify(part)}`,
      maskOf(1),
      { segments: [{ value: 1, name: 'Liver', ...part }] },
      `encodeDicomSeg: ${message}`,
    ]),
    ['no date', maskOf(1), { date: new Date('') }, 'encodeDicomSeg: `date` must be a valid date'],
    [
      'another grid',
      {
        ...maskOf(1),
        affine: [
          [1, 0, 0, 5],
          [0, 1, 0, 5],
          [0, 0, 1, 5],
        ],
      },
      {},
      'lie up to',
    ],
    [
      'images without UIDs',
      maskOf(1),
      { source: dicomScan({ elements: { SOPInstanceUID: null } }) },
      'SOPInstanceUID is missing',
    ],
  ])('refuses %s', async (_, mask, options, message) => {
    await expect(encode(mask, options)).rejects.toThrow(message);
  });
});
