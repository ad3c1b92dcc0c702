import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls a function with a temporary folder that holds these bytes as `saved_model.pb`, and removes the folder. */
export function inTemporaryFolder<T>(savedModel: Uint8Array, load: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'msa-unet-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel);
    return load(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
