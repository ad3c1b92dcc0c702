import { ownOptions } from '../ownOptions';
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
  open: (files, options) => openDicomSeries(files, ownOptions('DICOM', options, ['kind', 'seriesUid', 'acquisition'])),
  writer: null,
};
