import { resolve } from 'node:path';

import type { CtDataSet } from '../../data/dataSet';
import type { DataSource, FolderSource } from '../../data/dataSource';
import { mixDataSets } from '../../data/mixDataSets';
import { phantomDataSet } from '../../data/phantomDataSet';
import { openDataSet } from '../dataSets/openDataSet';
import type { OpenNiftiPairsOptions } from '../dataSets/openNiftiPairs';

/** How the files of folders are read. */
export type FolderOptions = Pick<OpenNiftiPairsOptions, 'image' | 'mask' | 'liverLabels'>;

/** Folders as sources, all read alike. */
export function folderSources(
  folders: readonly string[],
  { image = null, mask = null, liverLabels = null }: FolderOptions = {},
): FolderSource[] {
  return folders.map((path) => ({ kind: 'folder', path, image, mask, liverLabels }));
}

/**
 * Opens the data of a run: folders as `openDataSet` does, the phantom; several sources are mixed.
 *
 * @throws as `openDataSet` and `mixDataSets`
 */
export async function openDataSources(sources: readonly DataSource[]): Promise<CtDataSet> {
  const sets: CtDataSet[] = [];
  for (const source of sources) sets.push(await openSource(source));
  return sets.length === 1 ? sets[0]! : mixDataSets(...sets);
}

async function openSource(source: DataSource): Promise<CtDataSet> {
  if (source.kind === 'phantom') return phantomDataSet(source);
  const { path, image, mask, liverLabels } = source;
  return openDataSet(path, { image, mask, liverLabels });
}

/** The source with the full path of its folder, which holds wherever a program is started. */
export const located = (source: DataSource): DataSource =>
  source.kind === 'folder' ? { ...source, path: resolve(source.path) } : source;
