import { type ItemScores, scoreNames } from '../itemScores';
import { summarize } from '../scoreSummary';
import { namedScores, type ScoredPair, type VolumeNames } from '../scoreVolume';

/** Averages the scores of a volume, and of each slice, over the labels that somebody has drawn there. */
export function meanOfLabels(names: VolumeNames, depth: number, labels: readonly ScoredPair[]): ScoredPair {
  const slices = Array.from({ length: depth }, (_, index) => meanScores(labels.map((label) => label.slices[index]!)));
  return namedScores(names, meanScores(labels.map(({ volume }) => volume)), slices);
}

/** Averages scores, undefined ones aside, and adds up counts. `null` if there is no item. */
function meanScores(items: readonly (ItemScores | null)[]): ItemScores | null {
  const drawn = items.filter((item) => item !== null);
  if (drawn.length === 0) return null;
  const sum = (count: 'tp' | 'fp' | 'fn') => drawn.reduce((total, item) => total + item[count], 0);
  const means = scoreNames(drawn).map((name) => [name, summarize(drawn.map((item) => item[name] ?? Number.NaN)).mean]);
  return { tp: sum('tp'), fp: sum('fp'), fn: sum('fn'), ...Object.fromEntries(means) };
}
