import dcmjs from 'dcmjs';
import { expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { readDicomSlice } from '../../../../src/data/formats/dicom/readDicomSlice';
import { writeDicomSlice } from '../../../support/writeDicom';

const { DicomDict, DicomMessage, DicomMetaDictionary } = dcmjs.data;
const stored = Uint16Array.of(0, 24, 1024, 1100, 2000, 4095);

it('reads what dcmjs writes', async () => {
  const dict = new DicomDict({ '00020010': { vr: 'UI', Value: ['1.2.840.10008.1.2.1'] } });
  dict.dict = DicomMetaDictionary.denaturalizeDataset({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    Modality: 'CT',
    SeriesInstanceUID: '1.2.3',
    InstanceNumber: 7,
    ImagePositionPatient: [-10.5, 20, 30.25],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 2,
    Columns: 3,
    PixelSpacing: [0.5, 0.25],
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    RescaleIntercept: -1024,
    RescaleSlope: 1,
    PixelData: stored.buffer,
    _vrMap: { PixelData: 'OW' },
  });
  const { values, header } = await readDicomSlice(ctFile('a.dcm', new Uint8Array(dict.write())));
  expect(values).toEqual(Int16Array.from(stored, (value) => value - 1024));
  expect(header).toMatchObject({ rows: 2, columns: 3, seriesUid: '1.2.3', instanceNumber: 7, bitsStored: 12 });
  expect(header.frames).toEqual([
    {
      position: [-10.5, 20, 30.25],
      orientation: [1, 0, 0, 0, 1, 0],
      spacing: [0.5, 0.25],
      slope: 1,
      intercept: -1024,
      isScaled: true,
      unit: null,
    },
  ]);
});

it('tests with files that dcmjs can read', () => {
  const hu = [-1024, 0, 3071, 40, 50, 60];
  const bytes = writeDicomSlice({ hu, rows: 2, columns: 3, position: [1, 2, 3.5], spacing: [0.5, 0.25] });
  const { dict } = DicomMessage.readFile(new Uint8Array(bytes).buffer);
  expect(dict['00280010']!.Value).toEqual([2]);
  expect(dict['00200032']!.Value).toEqual([1, 2, 3.5]);
  expect(new Int16Array(dict['7FE00010']!.Value[0] as ArrayBuffer)).toEqual(Int16Array.from(hu));
});
