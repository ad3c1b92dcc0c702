import { dirname, join } from 'node:path';

/** Jobs lie beside the folder of a table, so that both tables share MSA-UNet and the U-Net of Table 1. */
export const jobsBeside = (out: string): string => join(dirname(out), 'jobs');
