import type { CtScan } from '../../data/dataSet';
import type { Context } from '../../preprocess/input/contextSlices';
import { counted } from '../../utils/counted';

/** Notes scans whose slices lie so far apart that the slice nearest to a place of the context is the slice itself. */
export function contextNotes(scans: readonly CtScan[], { context, contextMm }: Context): string[] {
  if (context === 0 || contextMm === null) return [];
  const far = scans.filter(({ spacing }) => spacing && spacing[0] >= 2 * contextMm);
  if (far.length === 0) return [];
  const most = Math.max(...far.map(({ spacing }) => spacing![0]));
  return [
    `in ${counted(far.length, 'scan')} of ${scans.length}, slices are up to ${Number(most.toFixed(2))} mm apart: ${contextMm} mm from ` +
      'a slice, the nearest is the slice itself, so channels repeat it',
  ];
}
