import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { maskObjectOf } from '../../../../src/data/formats/dicom/maskObject';
import { type ReadVolumeOptions, readVolume } from '../../../../src/data/readVolume';
import { dicomScan } from '../../../support/dicomScan';
import { segFile, structFile } from '../../../support/maskObjects';
import { writeDicom, writeDicomSlice } from '../../../support/writeDicom';

const seg = segFile([{ segment: 1, z: 0, values: new Array(15).fill(1) }]);
const quiet: ReadVolumeOptions = { kind: 'label', onNote: null };

describe('masks among DICOM files', () => {
  it('are recognised by their SOP class, or by the modality of another', async () => {
    const [slice] = dicomScan();
    const of = (modality: string, sopClass: string) =>
      maskObjectOf(ctFile('x.dcm', writeDicom({ Modality: modality }, 'explicit', undefined, sopClass)));
    expect([await maskObjectOf(seg), await maskObjectOf(structFile({}))]).toEqual(['SEG', 'RTSTRUCT']);
    expect(await of('SEG', '1.2.840.10008.5.1.4.1.1.66.7')).toBe('SEG');
    expect(await of('SEG', '1.2.3')).toBe('SEG');
    expect(await of('RTSTRUCT', '1.2.3')).toBe('RTSTRUCT');
    expect(await of('CT', '1.2.3')).toBe(null);
    expect([await maskObjectOf(slice!), await maskObjectOf(ctFile('a.txt', new Uint8Array(9)))]).toEqual([null, null]);
  });

  it('are read if they lie beside their scan', async () => {
    const { source, shape } = await readVolume([...dicomScan(), seg], quiet);
    expect([source, shape]).toEqual(['seg.dcm', [1, 3, 5]]);
  });

  it('are passed over where the scan is read', async () => {
    const notes: string[] = [];
    const files = [seg, structFile({}), ...dicomScan()];
    const { kind, shape } = await readVolume(files, { onNote: (note) => notes.push(note) });
    expect([kind, shape]).toEqual(['hu', [6, 11, 13]]);
    expect(notes.join('\n')).toContain('seg.dcm is skipped: a segmentation (SEG)');
    expect(notes.join('\n')).toContain('rt.dcm is skipped: contours (RTSTRUCT)');
  });

  it('alone are no scan', async () => {
    await expect(readVolume([seg], { onNote: null })).rejects.toThrow(
      'seg.dcm: there is no CT image: a segmentation (SEG). Pass the files of the scan, not of its mask, or pass ' +
        "`kind: 'label'` to read the mask",
    );
    await expect(readVolume([structFile({})], { onNote: null })).rejects.toThrow(
      'rt.dcm: there is no CT image: contours (RTSTRUCT). Pass the files of the scan, not of its mask, or pass ' +
        "`kind: 'label'` to read the mask, with the DICOM files of its scan beside it, or the header of the scan as `grid`",
    );
  });

  it('are listed if there are several, and chosen by their series', async () => {
    const files = [seg, structFile({})];
    await expect(readVolume(files, quiet)).rejects.toThrow(
      'seg.dcm: there must be one mask; received 2 files: seg.dcm (SEG, series 1.2.66), rt.dcm (RTSTRUCT, series 1.2.481). ' +
        "Pass `seriesUid: '1.2.66'`, or pass one of the files",
    );
    expect((await readVolume(files, { ...quiet, seriesUid: '1.2.66' })).source).toBe('seg.dcm');
    await expect(readVolume(files, { ...quiet, seriesUid: '9' })).rejects.toThrow(
      'seg.dcm: there must be one mask of series 9; received 2 files',
    );
  });

  it('can be series of labels, after rescaling and without doubts about Hounsfield units', async () => {
    const notes: string[] = [];
    const series = [0, 6, 13].map((label, z) =>
      ctFile(
        `${z}.dcm`,
        writeDicomSlice({
          ...{ hu: [1024, 1024 + label], rows: 1, columns: 2, position: [0, 0, 5 * z], instanceNumber: z },
          elements: { RescaleIntercept: '-1024', Modality: 'OT' },
        }),
      ),
    );
    const mask = await readVolume(series, { kind: 'label', onNote: (note) => notes.push(note) });
    expect([mask.kind, ...mask.data]).toEqual(['label', 0, 0, 0, 6, 0, 13]);
    expect(notes).toEqual([]);
  });

  it('are refused if their values are no labels', async () => {
    await expect(readVolume(dicomScan(), quiet)).rejects.toThrow(
      'slice-5.dcm: 858 of 858 voxels of the mask are not labels, such as -995; labels are whole numbers of at least 0',
    );
  });
});
