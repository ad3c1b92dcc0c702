import { dirname, join } from 'node:path';

import {
  prepareSlices,
  type Samples,
  type SliceRef,
  type SplitRecord,
  sliceUnits,
  splitDataSet,
  takeEvenly,
} from 'msa-unet';
import { diskCache } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { openData } from '../../options/dataOptions';
import { type Preprocessing, paperWindow, windowOf } from '../../options/preprocessOptions';
import type { trainOptions } from './trainOptions';

/** Slices to learn from and to choose the best epoch by. */
export interface TrainingData {
  readonly train: Samples;
  readonly val: Samples;
  /** Which scans went where, those to test on too. */
  readonly split: SplitRecord;
  readonly preprocessing: Preprocessing;
}

/** Opens, divides and prepares the data; prepared slices are kept beside the folder `out`. */
export async function openTrainingData(values: Values<typeof trainOptions>, out: string): Promise<TrainingData> {
  const { size = null, limit } = values;
  const window = windowOf(values, paperWindow);
  const dataSet = await openData(values.data, values);
  const { parts, record } = await splitDataSet(dataSet, { seed: values.seed, by: values.by });
  for (const note of [...dataSet.notes, ...record.warnings]) console.error(`Note: ${note}`);
  const units = await sliceUnits(dataSet);
  if (units.has('grey') && values.windowMin === undefined && values.windowMax === undefined)
    console.error(unknownWindow);
  const clahe = values.clahe ?? units.has('hu'); // grey levels may have been equalised already
  const cache = diskCache(join(dirname(out), '.cache'), { maxBytes: 8e9 });
  const prepare = (refs: readonly SliceRef[], most: number | undefined) => {
    const samples = prepareSlices(refs, { size, window, clahe: clahe ? {} : null, cache });
    return most === undefined ? samples : takeEvenly(samples, most);
  };
  return {
    train: prepare(parts.train, limit),
    val: prepare(parts.val, limit && Math.ceil(limit / 8)),
    split: record,
    preprocessing: { size, window, clahe },
  };
}

const unknownWindow = `Note: PNG slices do not tell their CT window; scans in Hounsfield units will be windowed from ${paperWindow.windowMin} to ${paperWindow.windowMax} HU, unless --window-min and --window-max say what the slices have`;
