import type { CtFile } from '../../ctFile';
import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { whyNoDicom } from './parse';
import { inspectDicom } from './readDicomHeader';
import { openDicomSeries } from './readDicomSeries';
import { whyNoSlice } from './whyNoSlice';

/** DICOM: a file per slice, or all slices in one. */
export const dicomFormat: VolumeFormat = {
  name: 'DICOM',
  description: 'DICOM',
  endings: [],
  detached: null,
  names: null,
  recognises: (start) => whyNoDicom(start) === null,
  holdsSlice,
  open: (files, options) => openDicomSeries(files, ownOptions('DICOM', options, ['kind', 'seriesUid', 'acquisition'])),
  writer: null,
};

/** A broken file counts: its reader says what is wrong with it. */
async function holdsSlice(file: CtFile): Promise<boolean> {
  const header = await inspectDicom(file).catch(() => null);
  return header === null || (typeof header !== 'string' && whyNoSlice(header) === null);
}
