import { groupBy } from '../../utils/groupBy';
import { contentHash } from '../contentHash';
import type { CtScan } from '../dataSet';

/** Scans of different patients that hold the same slices. */
export interface EqualScans {
  /** At least two. */
  readonly scans: readonly CtScan[];
  /** Names them, for the user. */
  readonly text: string;
}

/**
 * Finds scans of different patients that hold the same slices, flipped or not, and so are probably of one person:
 * {@link splitDataSet} keeps them in one part. Compares the two middle slices of scans with the same number of slices,
 * and reads no others.
 *
 * @example
 * ```ts
 * import { equalScans, phantomDataSet } from 'msa-unet';
 *
 * const [scan] = phantomDataSet({ patients: 1, size: 16 }).patients[0]!.scans;
 * const [equal] = await equalScans([scan!, { ...scan!, patient: 'copy', name: 'copy' }]);
 * console.log(equal?.text); // phantom-000 and copy hold the same slices and count as one patient
 * ```
 */
export async function equalScans(all: readonly CtScan[]): Promise<EqualScans[]> {
  const found: EqualScans[] = [];
  for (const scans of groupBy(all, ({ depth }) => depth).values()) {
    if (patientsOf(scans) < 2) continue;
    const hashOf = new Map<CtScan, string | null>();
    for (const scan of scans) hashOf.set(scan, await contentHash(scan));
    for (const [hash, equal] of groupBy(scans, (scan) => hashOf.get(scan)))
      if (hash !== null && patientsOf(equal) > 1) found.push({ scans: equal, text: textOf(equal) });
  }
  return found;
}

const patientsOf = (scans: readonly CtScan[]) => new Set(scans.map(({ patient }) => patient)).size;

/** Most names of scans in a message. */
const mostNames = 4;

function textOf(scans: readonly CtScan[]): string {
  const names = scans.map(({ name }) => name);
  if (names.length === 2) return `${names.join(' and ')} hold the same slices and count as one patient`;
  const more = names.length - mostNames;
  const shown = more > 0 ? [...names.slice(0, mostNames), `${more} more`] : names;
  return `${names.length} scans hold the same slices and count as one patient: ${new Intl.ListFormat('en-GB').format(shown)}`;
}
