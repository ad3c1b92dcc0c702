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
 * What is scored: the data of the training, or the folders that are asked for. Folders of the training are read as there,
 * unless the command line says otherwise.
 *
 * @throws UsageError if there is neither; Error if the data of the training have gone
 */
export async function evaluateSources(values: SourceValues, trained: RunData | null): Promise<readonly DataSource[]> {
  const { model, data, image, mask, liverLabels } = values;
  const asked = Object.entries({ image, mask, liverLabels }).filter(([, value]) => value !== undefined);
  const given = Object.fromEntries(asked);
  const folders = trained?.sources.filter((source) => source.kind === 'folder') ?? [];
  const usual = new Map(folders.map((source) => [resolve(source.path), source]));
  if (data) return data.flatMap((path) => folderSources([path], { ...usual.get(resolve(path)), ...given }));
  if (!trained) throw new UsageError(`--data DIR is needed: ${model} does not record what it was trained on`);
  for (const source of trained.sources) {
    if (source.kind === 'phantom' && asked[0])
      throw new UsageError(`${dashed(asked[0][0])} selects files; it needs --data DIR`);
    if (source.kind === 'folder' && !(await exists(source.path)))
      throw new Error(`The data of the training are not in ${source.path} any more; pass --data DIR`);
  }
  return trained.sources.map((source) => ({ ...source, ...given }));
}

/** Says so where scans of the training are scored by other labels; `null` if they are not. */
export function labelWarning(sources: readonly DataSource[], trained: RunData | null): string | null {
  const [learned, scored] = [trained?.sources ?? [], sources].map((all) => new Set(all.map(labelsText)));
  const other = [...scored!].find((labels) => labels !== '' && !learned!.has(labels));
  if (!trained || other === undefined) return null;
  const before = [...learned!].filter((labels) => labels !== '').join('; ');
  return `Warning: in training, liver was ${before}; the scores take ${other}`;
}

function labelsText(source: DataSource): string {
  if (source.kind === 'phantom') return '';
  const { liverLabels } = source;
  return liverLabels ? `label ${liverLabels.join(', ')}` : 'every label above 0';
}
