import type { VolumeHeader } from './volume';

type Unevenness = Pick<VolumeHeader, 'isUneven' | 'slicePlaces'>;

/** What a mask takes over from its scan about uneven slices. */
export function unevenness({ isUneven, slicePlaces }: Unevenness): Unevenness {
  return { ...(isUneven && { isUneven }), ...(slicePlaces && { slicePlaces }) };
}
