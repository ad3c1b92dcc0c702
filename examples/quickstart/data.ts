import { join } from 'node:path';

import type { DataSource } from 'msa-unet';
import { diskCache, folderSources, openTrainingData, type TrainingData } from 'msa-unet/node';

import type { QuickstartOptions } from './options';

/** Opens the folder, or draws the phantom if there is none; prints the notes on the data. */
export async function openData(options: QuickstartOptions): Promise<TrainingData> {
  const { size, clahe, limit, seed } = options;
  const training = await openTrainingData({
    sources: sourcesOf(options),
    size: [size, size],
    ...{ clahe, seed },
    limit: { train: limit, val: limit, test: limit },
    cache: diskCache(join('runs', '.cache'), { maxBytes: 8e9 }),
  });
  for (const note of training.notes) console.error(note);
  if (!training.data.windowKnown)
    console.error(
      'PNG slices do not record their CT window: the network will expect the same window as in these slices.',
    );
  return training;
}

function sourcesOf({ data, image, mask, liverLabels, labels, size, seed }: QuickstartOptions): DataSource[] {
  if (labels === 'organs' || data === null) {
    const organs = labels === 'organs' ? { labels } : {};
    return [{ kind: 'phantom', patients: 40, slicesPerPatient: 6, size, seed, ...organs }];
  }
  return folderSources([data], { image, mask, liverLabels, labels });
}
