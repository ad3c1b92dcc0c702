import { createRequire } from 'node:module';

/** Version of this library. */
export const version = (): string => createRequire(import.meta.url)('msa-unet/package.json').version;
