import type { CtDataSet, CtPatient } from '../dataSet';

/** Names of data sets that share patients, as the open functions give them. */
export const dataSetNames = { ircadb: '3D-IRCADb-01', lits: 'LiTS', msd: 'MSD Task03' } as const;

/**
 * Returns why a patient of a mix is already in another of its data sets, or `null`.
 *
 * Volumes 28–47 of LiTS are patients 1–20 of 3D-IRCADb-01; these copies are excluded because they have lost their
 * geometry. Lists disagree on volume 48, which is excluded too. The liver task of the Medical Segmentation Decathlon
 * contains the images of LiTS.
 */
export function whyRepeated({ id }: CtPatient, set: CtDataSet, sets: readonly CtDataSet[]): string | null {
  const volume = /^(?:volume-|liver_)(\d+)$/.exec(id);
  if (!volume || (set.name !== dataSetNames.lits && set.name !== dataSetNames.msd)) return null;
  const number = Number(volume[1]);
  const idsOf = (name: string) => sets.filter((s) => s.name === name).flatMap((s) => s.patients.map((p) => p.id));

  const ircadb = idsOf(dataSetNames.ircadb);
  const same = `3Dircadb1.${number - 27}`;
  if (ircadb.includes(same)) return `same patient as ${dataSetNames.ircadb}/${same}`;
  if (number === 48 && ircadb.length > 0)
    return `possibly a patient of ${dataSetNames.ircadb}; published lists disagree`;
  if (set.name === dataSetNames.msd && idsOf(dataSetNames.lits).includes(`volume-${number}`))
    return `same patient as ${dataSetNames.lits}/volume-${number}`;
  return null;
}
