import { resolve } from 'node:path';

import { type DataSource, OptionError, type RunData } from 'msa-unet';
import { type FolderOptions, folderSources, openDataSet } from 'msa-unet/node';

import { dashed } from './args/names';
import type { Values } from './args/option';
import { UsageError } from './args/usageError';
import type { evaluateOptions } from './commands/evaluate/evaluateOptions';
import { exists } from './outputs';

type SourceValues = Pick<
  Values<typeof evaluateOptions>,
  'model' | 'data' | 'image' | 'mask' | 'liverLabels' | 'labels'
>;

/**
 * The data to score: the requested folders, else those of the training run. A folder of the training run is read with
 * its options from there, and so is another folder in which its patterns fit; the command line overrides them.
 *
 * @throws UsageError if there are no data; Error if the training data have been moved
 */
export async function evaluateSources(values: SourceValues, trained: RunData | null): Promise<readonly DataSource[]> {
  const { model, data, image, mask, liverLabels, labels } = values;
  const asked = Object.entries({ image, mask, liverLabels, labels }).filter(([, value]) => value !== undefined);
  const given = Object.fromEntries(asked);
  const folders = trained?.sources.filter((source) => source.kind === 'folder') ?? [];
  const usual = new Map(folders.map((source) => [resolve(source.path), source]));
  if (data) {
    const sources: DataSource[] = [];
    for (const path of data) {
      const known = usual.get(resolve(path)) ?? (image || mask ? undefined : await fitting(path, folders));
      const usually = known && {
        image: known.image,
        mask: known.mask,
        liverLabels: known.liverLabels,
        labels: known.labels,
      };
      sources.push(...folderSources([path], { ...usually, ...given }));
    }
    return sources;
  }
  if (!trained) throw new UsageError(`Pass --data DIR: ${model} does not record its training data`);
  for (const source of trained.sources) {
    if (source.kind === 'phantom' && asked[0])
      throw new UsageError(`${dashed(asked[0][0])} selects files; it needs --data DIR`);
    if (source.kind === 'folder' && !(await exists(source.path)))
      throw new Error(`The training data are no longer in ${source.path}; pass --data DIR`);
  }
  return trained.sources.map((source) => ({ ...source, ...given }));
}

/** The patterns and labels of the training whose patterns fit files of a folder; `undefined`: none of them. */
async function fitting(path: string, trained: readonly FolderOptions[]): Promise<FolderOptions | undefined> {
  for (const { image, mask, liverLabels, labels } of trained)
    if (image || mask) {
      const options = { image, mask, liverLabels, labels };
      const error: unknown = await openDataSet(path, options).catch((cause: unknown) => cause);
      const fitsNone = error instanceof OptionError && (error.option === 'image' || error.option === 'mask');
      if (!fitsNone && (await exists(path))) return options; // other errors are those of its files
    }
}

/** A warning if the scores count other labels as liver than the training did; `null` if not. */
export function labelWarning(sources: readonly DataSource[], trained: RunData | null): string | null {
  const [learned, scored] = [trained?.sources ?? [], sources].map((all) => new Set(all.map(labelsText)));
  const other = [...scored!].find((labels) => labels !== '' && !learned!.has(labels));
  if (!trained || other === undefined) return null;
  const before = [...learned!].filter((labels) => labels !== '').join('; ');
  return `Warning: the network was trained with ${before} as liver, but is scored with ${other}`;
}

function labelsText(source: DataSource): string {
  if (source.kind === 'phantom' || source.labels) return '';
  const { liverLabels } = source;
  return liverLabels ? `label ${liverLabels.join(', ')}` : 'every label above 0';
}
