import { setTimeout } from 'node:timers/promises';

import { tryClaim } from './tryClaim';

/** Interval in milliseconds at which a held folder is looked at again. */
const patience = 1_000;

/** Options of {@link claimFolder}. */
export interface ClaimFolderOptions {
  /**
   * Called once if another process holds the folder, such as `process 4711 on node7`, before the wait for it. May throw instead
   * of waiting. @defaultValue none
   */
  onHeld?: (holder: string) => void;
  /** Aborts the wait. @defaultValue none */
  signal?: AbortSignal | undefined;
}

/**
 * Claims a folder, when its holder has released it or has ended.
 *
 * @returns the release
 * @throws the signal's reason after an abort; errors of the file system
 */
export async function waitForClaim(
  folder: string,
  { onHeld = () => {}, signal }: ClaimFolderOptions = {},
  wait = patience,
): Promise<() => Promise<void>> {
  for (let told = false; ; told = true) {
    const claim = await tryClaim(folder);
    if ('release' in claim) return claim.release;
    if (!told) onHeld(claim.holder);
    await setTimeout(wait, undefined, { signal }).catch((error: unknown) => {
      throw signal?.reason ?? error;
    });
  }
}
