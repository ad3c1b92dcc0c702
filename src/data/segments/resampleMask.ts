import type { Fix } from '../../utils/fix';

/** What to do about a mask on another grid than its scan. */
export const resampleMask: Fix = { action: 'resample the mask onto its scan by nearest neighbour' };
