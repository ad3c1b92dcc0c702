import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a file by a new one and checks it in place. If this fails or is interrupted, the previous file is restored.
 */
export function replaceSafely<Result>(file: string, make: (file: string) => void, check: () => Result): Result {
  const [fresh, before] = [`${file}.new`, `${file}.before`];
  if (existsSync(before)) renameSync(before, file); // left by a killed run
  const wasThere = existsSync(file);
  const firstMade = mkdirSync(dirname(file), { recursive: true });
  const stay = () => undefined; // an interrupt ends the child process; its failure is handled below
  process.on('SIGINT', stay);
  try {
    make(fresh);
    if (existsSync(file)) renameSync(file, before);
    renameSync(fresh, file);
    const result = check();
    rmSync(before, { force: true });
    return result;
  } catch (error) {
    rmSync(fresh, { force: true });
    if (existsSync(before)) renameSync(before, file);
    else if (!wasThere) rmSync(file, { force: true });
    if (firstMade) rmSync(firstMade, { recursive: true });
    throw error;
  } finally {
    process.off('SIGINT', stay);
  }
}
