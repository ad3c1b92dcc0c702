import { readFileSync, writeFileSync } from 'node:fs';

import { useBackend } from 'msa-unet/node';

import { withHelp } from './commandHelp';
import { withTables } from './modelTables';
import { withRoofline } from './rooflineTables';
import { withShortSpeed, withSpeed } from './speedTable';

/** Regenerates the tables and help texts in docs/models.md, docs/cli.md, docs/backends.md, docs/performance.md and README.md. */
await useBackend('wasm', { log: null });
const pages = [
  ['docs/models.md', withTables],
  ['docs/cli.md', withHelp],
  ['docs/backends.md', withSpeed],
  ['docs/performance.md', withRoofline],
  ['README.md', withShortSpeed],
] as const;
for (const [page, fill] of pages) writeFileSync(page, await fill(readFileSync(page, 'utf8')));
