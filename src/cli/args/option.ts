import { UsageError } from './usageError';

/** One option of a command: what the help says of it, and how its value is read. */
export interface Option<T> {
  /** Stands for the value in the help, as `DIR` or `N`; `null`: a flag, which has none. */
  readonly value: string | null;
  /** What it does, in a few words. */
  readonly text: string;
  /** What holds without it, for the help; `null`: it must be given. */
  readonly usual: string | null;
  /** Other names that it goes by. */
  readonly also: readonly string[];
  /** Whether it may be given more than once. */
  readonly many: boolean;
  /** Makes the value of what was given, of flags `yes` or `no`. `option` is the name with its dashes. */
  read(given: readonly string[], option: string): T;
}

/** The options of a command, by their names in code: `batchSize` is `--batch-size` on the command line. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** What a command gets: each option's value. */
export type Values<O extends Options> = { readonly [Name in keyof O]: ReturnType<O[Name]['read']> };

/** How a text becomes a value. @throws UsageError */
export type Reader<T> = (text: string, option: string) => T;

/** An option with a value. Without it, the value is `undefined` and the library's own default, `usual`, holds. */
export function option<T>(
  value: string,
  text: string,
  usual: string | number,
  read: Reader<T>,
  also: readonly string[] = [],
): Option<T | undefined> {
  return { value, text, usual: String(usual), also, many: false, read: ([given], name) => readOne(given, name, read) };
}

const readOne = <T>(given: string | undefined, name: string, read: Reader<T>) =>
  given === undefined ? undefined : read(given, name);

/** An option that is there or not; with `no-` before its name it says no. */
export function flag(text: string, usual = 'no', also: readonly string[] = []): Option<boolean | undefined> {
  return {
    value: null,
    text,
    usual,
    also,
    many: false,
    read: ([given]) => (given === undefined ? undefined : given === 'yes'),
  };
}

/** An option that must be given. */
export function required<T>(value: string, text: string, read: Reader<T>): Option<T> {
  return {
    ...option(value, text, '', read),
    usual: null,
    read: ([given], name) => {
      if (given === undefined) throw new UsageError(`${name} ${value} is needed`);
      return read(given, name);
    },
  };
}

/** An option that may be given once or more. */
export function many<T>(value: string, text: string, usual: string, read: Reader<T>): Option<readonly T[] | undefined> {
  return {
    ...option(value, text, usual, read),
    many: true,
    read: (given, name) => (given.length === 0 ? undefined : given.map((one) => read(one, name))),
  };
}

/** An option that must be given once or more. */
export function several<T>(value: string, text: string, read: Reader<T>): Option<readonly T[]> {
  return {
    ...required(value, text, read),
    many: true,
    read: (given, name) => {
      if (given.length === 0) throw new UsageError(`${name} ${value} is needed`);
      return given.map((one) => read(one, name));
    },
  };
}
