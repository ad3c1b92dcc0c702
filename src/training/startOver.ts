import type { Fix } from '../utils/fix';

/** Fix that ignores the old checkpoint. */
export const startOver: Fix = { option: 'checkpoint', value: { resume: false }, when: 'to start over' };
