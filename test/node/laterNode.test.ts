import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

import { forEachBackend } from '../support/backends';
import { runFresh } from '../support/freshProcess';

/** Another Node than the one that runs the tests, such as Node 24. */
const node = process.env.MSA_UNET_OTHER_NODE;
if (!node) console.log('Training under another Node is skipped: MSA_UNET_OTHER_NODE names none');

forEachBackend((name) => {
  it.skipIf(!node)('training works under the Node named by MSA_UNET_OTHER_NODE', async () => {
    const version = spawnSync(node!, ['--version'], { encoding: 'utf8' }).stdout.trim();
    const told = JSON.parse(await runFresh('trainFresh.ts', [name], node)) as { node: string; losses: number[] };
    expect(told.node).toBe(version);
    expect(told.losses).toHaveLength(4);
    expect(told.losses.at(-1)).toBeLessThan(told.losses[0]!);
  });
});
