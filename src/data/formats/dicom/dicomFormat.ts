import type { VolumeFormat } from '../volumeFormat';
import { whyNoDicom } from './parse';
import { openDicomSeries } from './readDicomSeries';

/** DICOM: a file per slice, or all slices in one. */
export const dicomFormat: VolumeFormat = {
  name: 'DICOM',
  description: 'DICOM',
  endings: [],
  detached: null,
  names: null,
  recognises: (start) => whyNoDicom(start) === null,
  open: openDicomSeries,
  writer: null,
};
