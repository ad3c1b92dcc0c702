import { dirname } from 'node:path';

import { hasCode } from './hasCode';

/** Runs a task that writes a file. @throws Error that names the file, and says why it cannot be written and what is safe */
export async function explainWrite<T>(path: string, task: () => Promise<T>, safe = ''): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    const reason = whyUnwritable(cause, dirname(path));
    if (reason === null) throw cause;
    const error = new Error(`${path} cannot be written: ${reason}${safe === '' ? '' : `. ${safe}`}`, { cause });
    throw Object.assign(error, { code: (cause as NodeJS.ErrnoException).code });
  }
}

/** Why a folder or its disk takes no file; `null` for other errors, whose messages name the file. */
export function whyUnwritable(cause: unknown, folder: string): string | null {
  const is = (...codes: string[]) => codes.some((code) => hasCode(cause, code));
  if (is('EACCES', 'EPERM')) return `no permission to write to the folder ${folder}`;
  if (is('EROFS')) return `the disk of ${folder} is read-only`;
  if (is('ENOSPC', 'EDQUOT')) return `the disk of ${folder} is full`;
  return null;
}
