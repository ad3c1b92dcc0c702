import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { buildModel } from 'msa-unet';
import { saveRun } from 'msa-unet/node';

/**
 * Saves a network as that of Getting started, of another size than those that the examples train, as a run in `folder`.
 * Returns the files that a visitor chooses.
 */
export async function ownNetworkIn(folder: string): Promise<{ readonly model: string[]; readonly settings: string }> {
  const run = join(folder, 'own-network');
  const model = buildModel('unet', [64, 64, 1], { baseFilters: 4, seed: 1 });
  await saveRun(run, model, { preprocessing: { size: [64, 64] } });
  const parts = readdirSync(join(run, 'model')).map((name) => join(run, 'model', name));
  return { model: parts, settings: join(run, 'settings.json') };
}
