import { invalidOption } from '../utils/errors';
import { type CtDataSet, type CtScan, type CtSlice, dataSetOf } from './dataSet';
import { labelTable } from './labels/labelTable';
import { drawPatient, type PhantomOptions, type PhantomPatient, phantomName, resolvePhantom } from './phantom';
import { phantomOrgans } from './phantom/organs';

/** Extent in mm of all slices together, each with half a step around it, and of one slice from edge to edge. */
const [highMm, wideMm] = [180, 360];

/** Part of every fingerprint; raise it whenever the phantom's drawing changes. */
const drawing = 1;

/**
 * Makes a data set of the patients of {@link generatePhantom}: one scan each, from feet to head, in Hounsfield units. A
 * patient is drawn when its first slice is read, and stays in memory.
 *
 * The phantom has no physical scale. The spacing assumes slices 360 mm wide and 180 mm from first to last, which gives
 * livers of 1 to 2.5 litres, as in humans. With `labels: 'organs'`, scans have the label table of {@link phantomOrgans}.
 * Options: {@link PhantomOptions}.
 *
 * @throws OptionError if an option is out of range
 * @example
 * ```ts
 * import { phantomDataSet } from 'msa-unet';
 *
 * const data = phantomDataSet({ patients: 3, slicesPerPatient: 4, size: 64 });
 * const slice = await data.patients[0]!.scans[0]!.readSlice(2);
 * console.log(slice.unit, slice.height, slice.width); // hu 64 64
 * ```
 */
export function phantomDataSet(options: PhantomOptions = {}): CtDataSet {
  const settings = resolvePhantom('phantomDataSet', options);
  const table = settings.labels === 'organs' ? labelTable(phantomOrgans) : null;
  const scans = Array.from({ length: settings.patients }, (_, n) => ({ ...phantomScan(n, settings), labels: table }));
  return dataSetOf({ name: 'phantom', scans });
}

function phantomScan(n: number, settings: Required<PhantomOptions>): CtScan {
  const { slicesPerPatient: depth, size, seed, labels } = settings;
  const patient = phantomName(n);
  let drawn: PhantomPatient | undefined;
  const readSlice = async (index: number): Promise<CtSlice> => {
    drawn ??= drawPatient(n, settings);
    const slice = drawn.slices[depth - 1 - index];
    if (!slice) throw invalidOption(`readSlice of ${patient}`, 'index', `from 0 to ${depth - 1}`, index);
    const { name, hu, ...pixels } = slice;
    return { patient, name: `${patient}/${name}`, values: hu, unit: 'hu', ...pixels };
  };
  const masks = labels === 'liver' ? '' : ` ${labels}`;
  const fingerprint = `phantom ${drawing}: ${seed} ${n} ${depth} ${size}${masks}`;
  const spacing = [highMm / depth, wideMm / size, wideMm / size] as const;
  return { patient, name: patient, depth, fingerprint, spacing, readSlice };
}
