import { dirname, join } from 'node:path';

import { diskCache, folderSources, openTrainingData, type TrainingData } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { paperWindow, windowOf } from '../../options/preprocessOptions';
import type { trainOptions } from './trainOptions';

/** Opens, splits and prepares the data; prepared slices are cached beside the folder `out`. */
export async function trainingDataOf(values: Values<typeof trainOptions>, out: string): Promise<TrainingData> {
  const { data, image, mask, liverLabels, labels, size, clahe, limit, by, stratify, seed, windowMin, windowMax } =
    values;
  const isWindowGiven = windowMin !== undefined || windowMax !== undefined;
  const { spacing, windows, context, contextMm } = values;
  const training = await openTrainingData({
    sources: folderSources(data, { image, mask, liverLabels, labels }),
    ...{ size, clahe, by, stratify, seed },
    ...{ spacing, windows, context, contextMm },
    window: isWindowGiven ? windowOf(values, paperWindow) : null,
    limit: { train: limit, val: limit && Math.ceil(limit / 8) },
    onNote: (note) => console.error(`Note: ${note}`),
    cache: diskCache(join(dirname(out), '.cache'), { maxBytes: 8e9 }),
  });
  for (const note of training.notes) console.error(`Note: ${note}`);
  if (!training.data.windowKnown) console.error(unknownWindow);
  return training;
}

const unknownWindow = `Note: PNG slices do not record their CT window; scans in Hounsfield units will be windowed from ${paperWindow.windowMin} to ${paperWindow.windowMax} HU unless --window-min and --window-max give the window of the slices`;
