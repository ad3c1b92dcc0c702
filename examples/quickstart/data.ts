import {
  type Parts,
  prepareSlices,
  type Samples,
  type SliceRef,
  samplesOf,
  splitDataSet,
  splitPatients,
  takeEvenly,
} from 'msa-unet';
import { openDataSet } from 'msa-unet/node';

import type { QuickstartOptions } from './options';
import { phantomSamples } from './phantomSamples';

/** Slices to learn from, to choose the best epoch by and to test on. */
export interface QuickstartData {
  readonly parts: Parts<Samples>;
  /** What they are, for the report. */
  readonly description: string;
}

/** Opens the folder, or draws the phantom where none is given. */
export async function openData({ data, size, seed, limit }: QuickstartOptions): Promise<QuickstartData> {
  const { parts, description } = data === null ? drawPhantom(size, seed) : await openFolder(data, size, seed);
  const some = (samples: Samples) => (limit === null ? samples : takeEvenly(samples, limit));
  return { parts: { train: some(parts.train), val: some(parts.val), test: some(parts.test) }, description };
}

async function openFolder(folder: string, size: number, seed: number): Promise<QuickstartData> {
  const dataSet = await openDataSet(folder);
  const { parts, record } = await splitDataSet(dataSet, { seed });
  for (const note of [...dataSet.notes, ...record.warnings]) console.error(note);
  const open = (refs: readonly SliceRef[]) => prepareSlices(refs, { size: [size, size], clahe: null });
  return {
    parts: { train: open(parts.train), val: open(parts.val), test: open(parts.test) },
    description: dataSet.name,
  };
}

function drawPhantom(size: number, seed: number): QuickstartData {
  const slices = phantomSamples({ patients: 40, slicesPerPatient: 6, size, seed });
  const patients = [...new Set(slices.map(({ patient }) => patient))];
  const parts = splitPatients(patients, { seed });
  const slicesOf = (part: string[]) => samplesOf(slices.filter(({ patient }) => part.includes(patient)));
  return {
    parts: { train: slicesOf(parts.train), val: slicesOf(parts.val), test: slicesOf(parts.test) },
    description: 'synthetic CT phantom, window −200 to 250 HU',
  };
}
