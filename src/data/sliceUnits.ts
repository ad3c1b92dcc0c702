import type { CtDataSet, CtSlice } from './dataSet';

/**
 * Returns the units of a data set's slices; of a mix, those of all its data sets. Reads one slice of each data set,
 * whose scans all have the same unit.
 *
 * @throws CtFileError (the promise) if a file is broken
 * @example
 * ```ts
 * import { phantomDataSet, sliceUnits } from 'msa-unet';
 *
 * const units = await sliceUnits(phantomDataSet({ patients: 1, slicesPerPatient: 1, size: 32 }));
 * console.log([...units]); // ['hu']
 * ```
 */
export async function sliceUnits({ patients }: CtDataSet): Promise<ReadonlySet<CtSlice['unit']>> {
  const firstOfEach = new Map(patients.toReversed().map((patient) => [patient.dataSet, patient.scans[0]!]));
  const units = new Set<CtSlice['unit']>();
  for (const scan of firstOfEach.values()) units.add((await scan.readSlice(0)).unit);
  return units;
}
