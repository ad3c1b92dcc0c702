import type { CtDataSet } from '../../data/dataSet';
import { type Labels, type LabelTable, labelTable, resolveLabels } from '../../data/labels/labelTable';
import { liverLabelsIn, type NamedLabel, type NamedLabels, namedLabelsIn } from './datasetJson';
import { niftiPairsFrom, type OpenNiftiPairsOptions } from './openNiftiPairs';
import { withRegionNumbers } from './regionNumbers';
import type { Sources } from './sources';

/** The patterns of nnU-Net: the first channel of each image. */
export const nnunet = { image: 'imagesTr/*_0000', mask: 'labelsTr/*' };

/** Opens `imagesTr` and `labelsTr`, with the liver, or all labels, found by their names in `dataset.json`. */
export async function openNamed(
  sources: Sources,
  options: OpenNiftiPairsOptions,
  patterns: Patterns,
): Promise<CtDataSet> {
  if (options.labels) return openTable(sources, options, patterns);
  const { liverLabels = null } = options;
  const found = liverLabels ? { labels: liverLabels, notes: [] } : await liverLabelsIn(sources.files);
  const name = patterns === nnunet ? 'nnU-Net raw' : null;
  const dataSet = await niftiPairsFrom(sources, { ...options, ...patterns, liverLabels: found.labels }, { name });
  return withNotes(dataSet, [...found.notes, ...channelNotes(sources, patterns)]);
}

/** {@link openNamed} with a table of labels, which `dataset.json` may name. */
async function openTable(sources: Sources, options: OpenNiftiPairsOptions, patterns: Patterns): Promise<CtDataSet> {
  const found = await namedLabelsIn(sources.files);
  const names = found?.named.flatMap(({ name, values }) => values.map((value) => ({ name, value, color: null })));
  const labels = found ? tableIn(found, options.labels!) : options.labels;
  const layout = { name: patterns === nnunet ? 'nnU-Net raw' : null, names };
  const dataSet = await niftiPairsFrom(sources, { ...options, ...patterns, labels }, layout);
  return withNotes(dataSet, channelNotes(sources, patterns));
}

/** The table of some or all labels of a data set, with its number for what nobody has drawn. */
function tableIn(found: NamedLabels, labels: Labels | LabelTable | 'all'): LabelTable {
  const { named } = found;
  const [ignore = null] = named.find(isIgnore)?.values ?? [];
  const all = () => Object.fromEntries(named.filter((one) => !isIgnore(one)).map(({ name, values }) => [name, values]));
  if (labels === 'all') return withRegionNumbers(labelTable(all(), { ignore }), found);
  const table = resolveLabels(labels);
  const isTaken = table.ignore !== null || table.labels.some(({ from }) => ignore !== null && from.includes(ignore));
  return ignore === null || isTaken ? table : { ...table, ignore, partial: true };
}

const isIgnore = ({ name }: NamedLabel) => /^ignore$/i.test(name);

type Patterns = Pick<OpenNiftiPairsOptions, 'image' | 'mask'>;

function channelNotes({ files }: Sources, patterns: Patterns): string[] {
  const others = patterns === nnunet && files.some(({ name }) => /(^|\/)imagesTr\/[^/]+_0001\./i.test(name));
  return others ? ['images have several channels, of which only the first (0000) is read'] : [];
}

const withNotes = (dataSet: CtDataSet, notes: readonly string[]): CtDataSet => ({
  ...dataSet,
  notes: [...notes, ...dataSet.notes],
});
