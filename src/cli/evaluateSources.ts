import { resolve } from 'node:path';

import type { DataSource, RunData } from 'msa-unet';
import { folderSources } from 'msa-unet/node';

import { dashed } from './args/names';
import type { Values } from './args/option';
import { UsageError } from './args/usageError';
import type { evaluateOptions } from './commands/evaluate/evaluateOptions';
import { exists } from './outputs';

type SourceValues = Pick<Values<typeof evaluateOptions>, 'model' | 'data' | 'image' | 'mask' | 'liverLabels'>;

/**
 * The data to score: the requested folders, else those of the training run. A folder of the training run is read with
 * its options from there, unless the command line overrides them.
 *
 * @throws UsageError if there are no data; Error if the training data have been moved
 */
export async function evaluateSources(values: SourceValues, trained: RunData | null): Promise<readonly DataSource[]> {
  const { model, data, image, mask, liverLabels } = values;
  const asked = Object.entries({ image, mask, liverLabels }).filter(([, value]) => value !== undefined);
  const given = Object.fromEntries(asked);
  const folders = trained?.sources.filter((source) => source.kind === 'folder') ?? [];
  const usual = new Map(folders.map((source) => [resolve(source.path), source]));
  if (data)
    return data.flatMap((path): DataSource[] => {
      const known = usual.get(resolve(path));
      return known ? [{ ...known, ...given, path }] : folderSources([path], given);
    });
  if (!trained) throw new UsageError(`Pass --data DIR: ${model} does not record its training data`);
  for (const source of trained.sources) {
    if (source.kind === 'phantom' && asked[0])
      throw new UsageError(`${dashed(asked[0][0])} selects files; it needs --data DIR`);
    if (source.kind === 'folder' && !(await exists(source.path)))
      throw new Error(`The training data are no longer in ${source.path}; pass --data DIR`);
  }
  return trained.sources.map((source) => ({ ...source, ...given }));
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
  if (source.kind === 'phantom') return '';
  const { liverLabels } = source;
  return liverLabels ? `label ${liverLabels.join(', ')}` : 'every label above 0';
}
