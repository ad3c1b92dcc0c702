import type { CtDataSet } from '../../data/dataSet';
import type { LabelSource, Labels } from '../../data/labels/labelTable';
import { niftiPairsFrom, type OpenNiftiPairsOptions } from './openNiftiPairs';
import type { Sources } from './sources';

/** Opens TotalSegmentator, where each organ has a mask of its own. */
export async function totalSegmentatorFrom(sources: Sources, options: OpenNiftiPairsOptions): Promise<CtDataSet> {
  const folder = '*/segmentations';
  const patterns = { image: '*/ct', mask: `${folder}/liver` };
  const labels = options.labels === 'all' ? organsIn(sources) : options.labels;
  const layout = { name: 'TotalSegmentator', maskOf: (organ: LabelSource) => `${folder}/${organ}` };
  return niftiPairsFrom(sources, { ...options, ...patterns, labels }, layout);
}

/** All organs that the first scan has, each exclusive of the others. */
function organsIn({ files }: Sources): Labels {
  const organ = /^(.*)\/segmentations\/([^/]+)\.nii(\.gz)?$/i;
  const matches = files.map(({ name }) => organ.exec(name)).filter((match) => match !== null);
  const own = matches.filter((match) => match[1] === matches[0]![1]);
  return Object.fromEntries(own.map(([, , name]) => [name!, name!]));
}
