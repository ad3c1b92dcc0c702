import { isIn } from '../../data/labels/maskCodes';
import type { Sample, Samples } from '../../data/sample';

/**
 * Wraps training samples: when each has been read once, as {@link trainSegmentation} does before its first step, it notes the
 * labels that no sample of a data set holds. If nobody has drawn them there, the network would learn that they are background.
 *
 * @param dataSetOf name of the data set of a patient
 */
export function notingAbsent(
  samples: Samples,
  dataSetOf: (patient: string) => string,
  note: (text: string) => void,
): Samples {
  const { labels = null, length } = samples;
  if (!labels) return samples;
  const unread = new Set(Array.from({ length }, (_, i) => i));
  const sets = new Map<string, LabelsSeen>();
  const read = async (index: number) => {
    const sample = await samples.read(index);
    if (!unread.delete(index)) return sample;
    const name = dataSetOf(sample.patient);
    sets.set(name, seenIn(sample, sets.get(name)));
    if (unread.size > 0) return sample;
    for (const [set, { codes, undrawn }] of sets) {
      const absent = labels.labels.filter(
        (label, i) => !undrawn.has(label.name) && ![...codes].some((code) => isIn(labels, code, i)),
      );
      if (absent.length > 0) note(absentText(set, absent.map((label) => label.name).join(', ')));
    }
    return sample;
  };
  return { ...samples, read };
}

/** What the samples of a data set hold. */
interface LabelsSeen {
  readonly codes: Set<number>;
  /** Names of labels that nobody has drawn. */
  readonly undrawn: Set<string>;
}

function seenIn(
  { mask, undrawn = [] }: Sample,
  seen: LabelsSeen = { codes: new Set(), undrawn: new Set() },
): LabelsSeen {
  for (const code of new Set(mask)) seen.codes.add(code);
  for (const name of undrawn) seen.undrawn.add(name);
  return seen;
}

const absentText = (set: string, names: string) =>
  `${set}: no training slice holds ${names}. If nobody has drawn them there, the network learns that they are background; ` +
  'open each data set with its own labels and mix them with `mixDataSets`, which leaves them out';
