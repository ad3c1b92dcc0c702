import type { CtDataSet, CtPatient } from '../dataSet';

/** Names that the openers give to data sets whose patients are known to be the same people. */
export const dataSetNames = { ircadb: '3D-IRCADb-01', lits: 'LiTS', msd: 'MSD Task03' } as const;

/**
 * Why a patient of one data set of a mix is there already with another, or `null`.
 *
 * Volumes 28–47 of LiTS are patients 1–20 of 3D-IRCADb-01; the copies are left out, for they have lost their geometry.
 * Lists differ on volume 48, so it goes too. The Medical Segmentation Decathlon's liver task has the images of LiTS.
 */
export function whyRepeated({ id }: CtPatient, set: CtDataSet, sets: readonly CtDataSet[]): string | null {
  const volume = /^(?:volume-|liver_)(\d+)$/.exec(id);
  if (!volume || (set.name !== dataSetNames.lits && set.name !== dataSetNames.msd)) return null;
  const number = Number(volume[1]);
  const idsOf = (name: string) => sets.filter((s) => s.name === name).flatMap((s) => s.patients.map((p) => p.id));

  const ircadb = idsOf(dataSetNames.ircadb);
  const same = `3Dircadb1.${number - 27}`;
  if (ircadb.includes(same)) return `it is ${dataSetNames.ircadb}/${same} again`;
  if (number === 48 && ircadb.length > 0) return `it may be a patient of ${dataSetNames.ircadb} again; lists differ`;
  if (set.name === dataSetNames.msd && idsOf(dataSetNames.lits).includes(`volume-${number}`))
    return `it is ${dataSetNames.lits}/volume-${number} again`;
  return null;
}
