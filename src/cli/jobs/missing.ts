import { counted } from '../counted';
import type { JobRecord } from './jobRecord';
import { shardName, shardOf } from './shard';

/** Lines of a list that are printed. */
const mostLines = 20;

/** A list for the terminal: the first lines, and how many more there are. */
export function listText(lines: readonly string[]): string {
  const more = lines.length - mostLines;
  const shown = more > 1 ? lines.slice(0, mostLines) : lines;
  return [...shown, ...(more > 1 ? [`… and ${more} more`] : [])].map((line) => `  ${line}`).join('\n');
}

/**
 * Names the scans that have no result, with their parts if all results are of the same number of parts.
 *
 * @param records of all scans, in their order
 */
export function missingText(names: readonly string[], records: readonly (JobRecord | null)[]): string {
  const counts = new Set(records.flatMap((record) => (record ? [Number(record.shard.split('/')[1])] : [])));
  const [count = 1] = counts;
  const knowsParts = counts.size === 1 && count > 1;
  const missing = [...names.keys()].filter((item) => records[item] === null);
  const lines = knowsParts
    ? [...new Set(missing.map((item) => item % count))]
        .sort((a, b) => a - b)
        .map((index) => {
          const own = missing.filter((item) => item % count === index).map((item) => names[item]!);
          const text = own.length > 3 ? `${own.slice(0, 3).join(', ')} and ${own.length - 3} more` : own.join(', ');
          return `shard ${shardName(shardOf(index, count))}: ${text}`;
        })
    : missing.map((item) => names[item]!);
  return `${counted(missing.length, 'scan')} of ${names.length} ${missing.length === 1 ? 'is' : 'are'} missing:\n${listText(lines)}`;
}
