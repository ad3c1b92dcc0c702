import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { openDicomMask } from './openDicomMask';
import { whyNoDicom } from './parse';
import { openDicomSeries } from './readDicomSeries';

const seriesNames = ['kind', 'seriesUid', 'acquisition'] as const;

/** DICOM: a file per slice, or all slices in one; masks also as SEG and RTSTRUCT. */
export const dicomFormat: VolumeFormat = {
  name: 'DICOM',
  description: 'DICOM',
  endings: [],
  detached: null,
  names: null,
  recognises: (start) => whyNoDicom(start) === null,
  open: (files, options) =>
    options?.kind === 'label'
      ? openDicomMask(files, ownOptions('DICOM', options, [...seriesNames, 'segments', 'grid']))
      : openDicomSeries(files, ownOptions('DICOM', options, seriesNames)),
  writer: null,
};
