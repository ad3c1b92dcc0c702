import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';

import { requireKnown } from '../../utils/check';
import { type ClaimFolderOptions, waitForClaim } from './waitForClaim';

/**
 * Runs a task in a folder in which no other process, on any machine, may work at the same time: two runs in one folder
 * would overwrite each other's files. Waits while another holds the folder, and takes over from one that has ended, even
 * by a crash. {@link saveRun} and `msa-unet train` use the same claim. Options: {@link ClaimFolderOptions}.
 *
 * The folder is created if necessary, and removed again if the task leaves it empty. Within the task, further claims of
 * the folder are free. A process on another machine counts as ended if its claim has not been renewed for 10 minutes.
 *
 * @returns the result of the task
 * @throws whatever the task or `onHeld` throws; the signal's reason after an abort; errors of the file system
 * @example
 * ```ts no-run
 * import { claimFolder, writeFileAtomic } from 'msa-unet/node';
 *
 * const onHeld = (holder: string) => console.log(`waiting for ${holder}`);
 * await claimFolder('runs/liver', () => writeFileAtomic('runs/liver/notes.txt', 'fold 1'), { onHeld });
 * ```
 */
export async function claimFolder<T>(
  folder: string,
  task: () => Promise<T>,
  { onHeld = () => {}, signal, ...others }: ClaimFolderOptions = {},
): Promise<T> {
  requireKnown<ClaimFolderOptions>('claimFolder', others, { onHeld, signal });
  const path = resolve(folder);
  if (isClaimed(path)) return task();
  const release = await waitForClaim(path, { onHeld, signal });
  try {
    return await claimed.run([...(claimed.getStore() ?? []), path], task);
  } finally {
    await release();
  }
}

/** Folders that the current task has claimed. */
const claimed = new AsyncLocalStorage<readonly string[]>();

/** Whether the current task has claimed a folder by {@link claimFolder}. */
export const isClaimed = (folder: string): boolean => (claimed.getStore() ?? []).includes(resolve(folder));
