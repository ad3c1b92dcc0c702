import { invalidOption } from '../utils/errors';
import { type CtDataSet, type CtScan, type CtSlice, dataSetOf } from './dataSet';
import { drawPatient, type PhantomOptions, type PhantomPatient, phantomName, resolvePhantom } from './phantom';

/** Millimetres from the first slice to the last, each with half a step around it, and from edge to edge of a slice. */
const [highMm, wideMm] = [180, 360];

/** Part of every fingerprint; to be raised when the phantom is drawn in another way. */
const drawing = 1;

/**
 * The patients of {@link generatePhantom} as a data set: one scan each, from the feet to the head, in Hounsfield units. A
 * patient is drawn when the first of the slices is read, and stays in memory.
 *
 * The phantom has no scale of its own. The spacing takes a slice for 360 mm wide and all slices together for 180 mm high,
 * which makes livers of 1 to 2.5 litres, much as people have.
 *
 * @throws RangeError if an option is out of range
 */
export function phantomDataSet(options: PhantomOptions = {}): CtDataSet {
  const settings = resolvePhantom('phantomDataSet', options);
  const scans = Array.from({ length: settings.patients }, (_, n) => phantomScan(n, settings));
  return dataSetOf({ name: 'phantom', scans });
}

function phantomScan(n: number, settings: Required<PhantomOptions>): CtScan {
  const { slicesPerPatient: depth, size, seed } = settings;
  const patient = phantomName(n);
  let drawn: PhantomPatient | undefined;
  const readSlice = async (index: number): Promise<CtSlice> => {
    drawn ??= drawPatient(n, settings);
    const slice = drawn.slices[depth - 1 - index];
    if (!slice) throw invalidOption(`readSlice of ${patient}`, 'index', `from 0 to ${depth - 1}`, index);
    const { name, hu, ...pixels } = slice;
    return { patient, name: `${patient}/${name}`, values: hu, unit: 'hu', ...pixels };
  };
  const fingerprint = `phantom ${drawing}: ${seed} ${n} ${depth} ${size}`;
  const spacing = [highMm / depth, wideMm / size, wideMm / size] as const;
  return { patient, name: patient, depth, fingerprint, spacing, readSlice };
}
