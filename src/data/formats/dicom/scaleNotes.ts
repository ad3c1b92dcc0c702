import { largest, smallest } from '../../../utils/extremes';
import type { Slice } from './slices';

/** Difference of intercepts in HU that rounding explains. */
const rounding = 0.5;

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
  const intercepts = [...new Set(slices.map(({ place }) => place.intercept))];
  if (largest(intercepts) - smallest(intercepts) > rounding)
    notes.push(
      `RescaleIntercept differs between slices: ${intercepts.slice(0, 3).join(', ')}${intercepts.length > 3 ? ', …' : ''}`,
    );
  return notes;
}
