import { counted } from '../utils/counted';
import { groupBy } from '../utils/groupBy';

/** File that is not read, and why. */
export interface Skipped {
  readonly file: string;
  readonly reason: string;
}

/** Notes on skipped files, one per reason. */
export function skippedNotes(skipped: readonly Skipped[]): string[] {
  return [...groupBy(skipped, ({ reason }) => reason)].map(([reason, files]) => {
    const are = files.length > 1 ? 'are' : 'is';
    return `${filesText(files.map(({ file }) => file))} ${are} skipped: ${reason}`;
  });
}

/** `a.dcm`, or `a.dcm and 2 other files`. */
export function filesText([first, ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} and ${counted(others.length, 'other file')}` : first!;
}
