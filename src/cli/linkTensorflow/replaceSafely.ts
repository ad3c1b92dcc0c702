import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a new file in the place of another, and checks it there. If making or checking fails, or somebody interrupts it,
 * what was there before comes back.
 */
export function replaceSafely<Result>(file: string, make: (file: string) => void, check: () => Result): Result {
  const [fresh, before] = [`${file}.new`, `${file}.before`];
  if (existsSync(before)) renameSync(before, file); // a run that was killed
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
