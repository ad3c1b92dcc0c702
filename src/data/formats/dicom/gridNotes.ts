import type { VolumeHeader } from '../../volume';

/** Notes on a grid that a mask is placed on by position. */
export const gridNotes = ({ isUneven, slicePlaces, source }: VolumeHeader): string[] =>
  isUneven && !slicePlaces
    ? [`the slices of ${source} are unevenly spaced, so the mask may lie on neighbouring slices`]
    : [];
