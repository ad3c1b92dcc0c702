import { clip } from './clip';
import { show } from './errors';

/** Reads a value of parsed JSON at a path, such as `data.limit.train`. @throws JsonValueError */
export type JsonReader<T> = (value: unknown, path: string) => T;

/** Thrown if a value of parsed JSON is not the expected one. */
export class JsonValueError extends Error {
  override readonly name = 'JsonValueError';

  /** @param path path of the value, such as `data.limit.train`; empty for the whole file */
  constructor(path: string, expected: string, received: unknown) {
    const what = path === '' ? 'the file' : `\`${clip(path, 200)}\``;
    super(`${what} must be ${expected}; ${received === undefined ? 'it is missing' : `received ${show(received)}`}`);
  }
}

/** A reader of one kind of value. */
function plain<T>(expected: string, is: (value: unknown) => value is T): JsonReader<T> {
  return (value, path) => {
    if (is(value)) return value;
    throw new JsonValueError(path, expected, value);
  };
}

export const textJson = plain('a string', (value): value is string => typeof value === 'string');
export const numberJson = plain('a number', (value): value is number => typeof value === 'number');
export const integerJson = plain('an integer', (value): value is number => Number.isSafeInteger(value));
/** A whole number or a name. */
export const labelJson = plain(
  'an integer or a string',
  (value): value is number | string => typeof value === 'string' || Number.isSafeInteger(value),
);
export const countJson = plain(
  'a positive integer',
  (value): value is number => Number.isSafeInteger(value) && Number(value) > 0,
);
export const booleanJson = plain('true or false', (value): value is boolean => typeof value === 'boolean');

/** An object, unchecked. */
export const plainObjectJson = plain('an object', isObject);

/** One of some names. */
export const oneOfJson = <const T extends string>(names: readonly T[]): JsonReader<T> =>
  plain(`one of ${names.join(', ')}`, (value): value is T => names.some((name) => name === value));

/** `null`, or a value for a reader. */
export const nullableJson =
  <T>(read: JsonReader<T>): JsonReader<T | null> =>
  (value, path) =>
    value === null ? null : read(value, path);

/** `undefined` if the key is missing, or a value for a reader. */
export const optionalJson =
  <T>(read: JsonReader<T>): JsonReader<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : read(value, path);

/** A default if the key is missing, or a value for a reader. */
export const withDefaultJson =
  <T>(read: JsonReader<T>, otherwise: T): JsonReader<T> =>
  (value, path) =>
    value === undefined ? otherwise : read(value, path);

/** A list, item by item. */
export const listJson =
  <T>(read: JsonReader<T>): JsonReader<T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw new JsonValueError(path, 'a list', value);
    return value.map((item: unknown, i) => read(item, `${path}[${i}]`));
  };

/** Two values. */
export const pairJson =
  <T>(read: JsonReader<T>): JsonReader<[T, T]> =>
  (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) throw new JsonValueError(path, 'a list of two values', value);
    return [read(value[0], `${path}[0]`), read(value[1], `${path}[1]`)];
  };

/** An object with any keys and one kind of value. */
export const mapJson =
  <T>(read: JsonReader<T>): JsonReader<Record<string, T>> =>
  (value, path) =>
    Object.fromEntries(
      Object.entries(plainObjectJson(value, path)).map(([key, item]) => [key, read(item, below(path, key))]),
    );

/** An object with these keys; other keys are dropped. */
export const objectJson =
  <T extends object>(readers: { readonly [Key in keyof T]-?: JsonReader<T[Key]> }): JsonReader<T> =>
  (value, path) => {
    const given = new Map(Object.entries(plainObjectJson(value, path)));
    const read = (key: keyof T & string) => [key, readers[key](given.get(key), below(path, key))];
    return Object.fromEntries((Object.keys(readers) as (keyof T & string)[]).map(read)) as T;
  };

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const below = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);
