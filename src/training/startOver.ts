import type { Fix } from '../utils/fix';

/** Leaves an old checkpoint behind. */
export const startOver: Fix = { option: 'checkpoint', value: { resume: false }, when: 'to start over' };
