import type { VolumeHeader } from './volume';

/** What a mask takes over from its scan about uneven slices. */
export function unevenness({ isUneven, slicePlaces }: VolumeHeader): Pick<VolumeHeader, 'isUneven' | 'slicePlaces'> {
  return { ...(isUneven && { isUneven }), ...(slicePlaces && { slicePlaces }) };
}
