import { createRequire } from 'node:module';

/** Version of this library. */
export function libraryVersion(): string {
  const here = typeof __filename === 'string' ? __filename : import.meta.url; // CommonJS or ES module
  return createRequire(here)('msa-unet/package.json').version;
}
