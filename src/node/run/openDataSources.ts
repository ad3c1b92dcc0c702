import { resolve } from 'node:path';

import type { CtDataSet } from '../../data/dataSet';
import type { DataSource, FolderSource } from '../../data/dataSource';
import { mixDataSets } from '../../data/mixDataSets';
import { phantomDataSet } from '../../data/phantomDataSet';
import { requireKnown } from '../../utils/check';
import { openDataSet } from '../dataSets/openDataSet';
import type { OpenNiftiPairsOptions } from '../dataSets/openNiftiPairs';

/** Patterns of the scan and mask files in folders, and their labels. */
export type FolderOptions = Pick<OpenNiftiPairsOptions, 'image' | 'mask' | 'liverLabels' | 'labels'>;

/**
 * Describes folders as data sources that share the same options.
 *
 * @throws OptionError if an option is unknown
 * @example
 * ```ts
 * import { folderSources } from 'msa-unet/node';
 *
 * const [source] = folderSources(['LiTS'], { liverLabels: [1] });
 * console.log(source!.path, source!.liverLabels); // LiTS [1]
 * ```
 */
export function folderSources(
  folders: readonly string[],
  { image = null, mask = null, liverLabels = null, labels = null, ...others }: FolderOptions = {},
): FolderSource[] {
  requireKnown<FolderOptions>('folderSources', others, { image, mask, liverLabels, labels });
  return folders.map((path) => ({
    ...({ kind: 'folder', path, image, mask, liverLabels } as const),
    ...(labels === null ? {} : { labels }),
  }));
}

/**
 * Opens the data sources of a run, and mixes them if there are several.
 *
 * @throws what {@link openDataSet} and {@link mixDataSets} throw
 * @example
 * ```ts no-run
 * import { openDataSources, openRun } from 'msa-unet/node';
 *
 * const { settings } = await openRun('runs/liver');
 * const data = await openDataSources(settings?.data?.sources ?? []);
 * console.log(data.name, data.patients.length); // LiTS 131
 * ```
 */
export async function openDataSources(sources: readonly DataSource[]): Promise<CtDataSet> {
  const sets: CtDataSet[] = [];
  for (const source of sources) sets.push(await openSource(source));
  return sets.length === 1 ? sets[0]! : mixDataSets(...sets);
}

async function openSource(source: DataSource): Promise<CtDataSet> {
  if (source.kind === 'phantom') {
    const { kind: _, ...options } = source;
    return phantomDataSet(options);
  }
  const { kind: _, path, ...options } = source;
  return openDataSet(path, options);
}

/** The source with the absolute path of its folder, which is valid in any working directory. */
export const located = (source: DataSource): DataSource =>
  source.kind === 'folder' ? { ...source, path: resolve(source.path) } : source;
