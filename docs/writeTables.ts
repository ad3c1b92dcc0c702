import { readFileSync, writeFileSync } from 'node:fs';

import { useBackend } from 'msa-unet/node';

import { withTables } from './modelTables';

/** Writes the tables of docs/models.md anew. */
const page = 'docs/models.md';

await useBackend('wasm', { log: null });
writeFileSync(page, withTables(readFileSync(page, 'utf8')));
