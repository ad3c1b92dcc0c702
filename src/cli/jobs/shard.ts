import { flag, option, type Reader } from '../args/option';
import { UsageError } from '../args/usageError';

/** A part of the scans of a command. */
export interface Shard {
  /** Which part, from 0. */
  readonly index: number;
  /** Number of parts. */
  readonly count: number;
}

/** A part and the number of parts: `2/8`, from `0/8` to `7/8`. */
export const shard: Reader<Shard> = (text, name) => {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const expected = `${name} must be a part and the number of parts, from 0/8 to 7/8`;
  if (index === undefined)
    throw new UsageError(`${expected}; received "${text}". Check the environment variables that it is made of`);
  const part = { index: Number(index), count: Number(count) };
  if (part.index < part.count) return part;
  const hint =
    part.count > 0 && part.index === part.count
      ? `Parts count from 0, as those of sbatch --array=0-${part.count - 1} and of Kubernetes do`
      : 'The first number must be below the second';
  throw new UsageError(`${expected}; received "${text}". ${hint}`);
};

/** Options of the commands whose scans many processes can share. */
export const shardOptions = {
  shard: option('I/N', 'do part I of N of the scans, from 0/N, as one of N cluster tasks', 'all scans', shard),
  merge: flag('only join the results of all parts, and list the scans without one'),
};

/** A part as it is typed. */
export const shardName = ({ index, count }: Shard): string => `${index}/${count}`;

/** The part that an item of a list belongs to. */
export const shardOf = (item: number, count: number): Shard => ({ index: item % count, count });

/** The items of a part: every `count`-th, so that parts of a list sorted by size or hospital cost the same. */
export const itemsOf = <T>(all: readonly T[], { index, count }: Shard): T[] =>
  all.filter((_, item) => item % count === index);
