import { dirname, join } from 'node:path';

/** Returns the folder of the jobs, beside that of the table: both tables share MSA-UNet and the U-Net of Table 1. */
export const jobsBeside = (out: string): string => join(dirname(out), 'jobs');
