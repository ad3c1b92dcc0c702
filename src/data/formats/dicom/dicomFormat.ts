import type { CtFile } from '../../ctFile';
import type { VoxelKind } from '../../volume';
import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { maskObjectOf } from './maskObject';
import { openDicomMask } from './openDicomMask';
import { whyNoDicom } from './parse';
import { inspectDicom } from './readDicomHeader';
import { openDicomSeries } from './readDicomSeries';
import { whyNoSlice } from './whyNoSlice';

const seriesNames = ['kind', 'seriesUid', 'acquisition'] as const;

/** DICOM: a file per slice, or all slices in one; masks also as SEG and RTSTRUCT. */
export const dicomFormat: VolumeFormat = {
  name: 'DICOM',
  description: 'DICOM',
  endings: [],
  detached: null,
  names: null,
  recognises: (start) => whyNoDicom(start) === null,
  holdsSlice,
  open: (files, options) =>
    options?.kind === 'label'
      ? openDicomMask(files, ownOptions('DICOM', options, [...seriesNames, 'segments', 'overlap', 'grid']))
      : openDicomSeries(files, ownOptions('DICOM', options, seriesNames)),
  writer: null,
};

/** Of masks, SEG and RTSTRUCT count too. A broken file counts: its reader says what is wrong with it. */
async function holdsSlice(file: CtFile, kind: VoxelKind): Promise<boolean> {
  if (kind === 'label' && (await maskObjectOf(file).catch(() => null)) !== null) return true;
  const header = await inspectDicom(file).catch(() => null);
  return header === null || (typeof header !== 'string' && whyNoSlice(header) === null);
}
