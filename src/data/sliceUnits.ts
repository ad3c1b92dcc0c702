import type { CtDataSet, CtSlice } from './dataSet';

/**
 * The units that the slices of a data set have; of a mix, those of all its data sets. The first slice of each is read: the
 * scans of one data set have the same unit.
 *
 * @throws CtFileError (the promise) if a file is broken
 */
export async function sliceUnits({ patients }: CtDataSet): Promise<ReadonlySet<CtSlice['unit']>> {
  const firstOfEach = new Map(patients.toReversed().map((patient) => [patient.dataSet, patient.scans[0]!]));
  const units = new Set<CtSlice['unit']>();
  for (const scan of firstOfEach.values()) units.add((await scan.readSlice(0)).unit);
  return units;
}
