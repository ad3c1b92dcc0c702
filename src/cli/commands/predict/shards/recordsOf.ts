import { join } from 'node:path';

/** Folder of the records beside the masks. */
export const recordsOf = (out: string): string => join(out, 'records');
