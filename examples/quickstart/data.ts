import { type Parts, type Samples, samplesOf, splitPatients, takeEvenly } from 'msa-unet';
import { openSlices } from 'msa-unet/node';

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
  const all = data === null ? drawPhantom(size, seed) : await openSlices(data, { size: [size, size], seed });
  const some = (samples: Samples) => (limit === null ? samples : takeEvenly(samples, limit));
  return {
    parts: { train: some(all.train), val: some(all.val), test: some(all.test) },
    description: data === null ? 'synthetic CT phantom, window −200 to 250 HU' : 'folder of PNG slices',
  };
}

function drawPhantom(size: number, seed: number): Parts<Samples> {
  const slices = phantomSamples({ patients: 40, slicesPerPatient: 6, size, seed });
  const patients = [...new Set(slices.map(({ patient }) => patient))];
  const parts = splitPatients(patients, { seed });
  const slicesOf = (part: string[]) => samplesOf(slices.filter(({ patient }) => part.includes(patient)));
  return { train: slicesOf(parts.train), val: slicesOf(parts.val), test: slicesOf(parts.test) };
}
