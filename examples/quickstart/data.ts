import { join } from 'node:path';

import {
  type CtDataSet,
  type Parts,
  phantomDataSet,
  prepareSlices,
  type Samples,
  type SliceRef,
  type SplitRecord,
  splitDataSet,
  takeEvenly,
} from 'msa-unet';
import { diskCache, openDataSet } from 'msa-unet/node';

import type { QuickstartOptions } from './options';

/** Slices for training, validation and testing. */
export interface QuickstartData {
  readonly parts: Parts<Samples>;
  /** Data set and preprocessing, for the report. */
  readonly description: string;
  /** Whether contrast is equalised (CLAHE). */
  readonly clahe: boolean;
  /** The patients of each part. */
  readonly split: SplitRecord;
}

/** Opens the folder, or draws the phantom if there is none. */
export async function openData(options: QuickstartOptions): Promise<QuickstartData> {
  const { data, image, mask, liverLabels, size, seed, limit } = options;
  const dataSet =
    data === null
      ? phantomDataSet({ patients: 40, slicesPerPatient: 6, size, seed })
      : await openDataSet(data, { image, mask, liverLabels });
  const { parts, record } = await splitDataSet(dataSet, { seed });
  for (const note of [...dataSet.notes, ...record.warnings]) console.error(note);

  const isGrey = (await firstSlice(dataSet)).unit === 'grey';
  const clahe = options.clahe ?? !isGrey; // grey levels may already be equalised
  const cache = diskCache(join('runs', '.cache'), { maxBytes: 8e9 });
  const prepare = (refs: readonly SliceRef[]) => {
    const samples = prepareSlices(refs, { size: [size, size], clahe: clahe ? {} : null, cache });
    return limit === null ? samples : takeEvenly(samples, limit);
  };
  return {
    parts: { train: prepare(parts.train), val: prepare(parts.val), test: prepare(parts.test) },
    description: `${dataSet.name}${isGrey ? '' : ', window −200 to 250 HU'}${clahe ? ', CLAHE' : ''}`,
    clahe,
    split: record,
  };
}

const firstSlice = ({ patients: [patient] }: CtDataSet) => patient!.scans[0]!.readSlice(0);
