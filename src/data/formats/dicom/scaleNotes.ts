import { largest, smallest } from '../../../utils/extremes';
import type { Slice } from './slices';

/** Differences of slopes, and of intercepts in HU, that rounding explains. */
const rounding = { slope: 0.01, intercept: 0.5 };

/** Returns why the values of a series may not be Hounsfield units, by its headers. */
export function scaleNotes(slices: readonly Slice[]): string[] {
  const notes: string[] = [];
  const { modality } = slices[0]!.header;
  if (modality !== 'CT') notes.push(`the modality is ${modality}, not CT: values may not be Hounsfield units`);
  const unscaled = slices.filter(({ place }) => !place.isScaled);
  if (unscaled.length > 0)
    notes.push(
      `${unscaled.length === slices.length ? 'no slice' : `not every slice (${unscaled[0]!.file.name})`} has a ` +
        'RescaleSlope: stored values are taken for Hounsfield units there',
    );
  const unit = slices.map(({ place }) => place.unit).find((unit) => unit !== null && unit !== 'HU');
  if (unit) notes.push(`RescaleType is ${unit}, not HU: values may not be Hounsfield units`);
  notes.push(
    ...differing(
      'RescaleSlope',
      slices.map(({ place }) => place.slope),
      rounding.slope,
    ),
  );
  notes.push(
    ...differing(
      'RescaleIntercept',
      slices.map(({ place }) => place.intercept),
      rounding.intercept,
    ),
  );
  return notes;
}

/** A note if the numbers of slices differ by more than a tolerance. */
function differing(name: string, values: readonly number[], tolerance: number): string[] {
  const distinct = [...new Set(values)];
  if (largest(distinct) - smallest(distinct) <= tolerance) return [];
  return [`${name} differs between slices: ${distinct.slice(0, 3).join(', ')}${distinct.length > 3 ? ', …' : ''}`];
}
