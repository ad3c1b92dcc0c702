import { ModelFormatError } from './modelFormatError';

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** A JSON object without keys that every object inherits. */
export interface JsonObject {
  [key: string]: Json;
}

const maxDepth = 128;
const maxValues = 250_000;
const maxSides = 16;
const maxKeys = 4096;

/**
 * Copies a saved topology as tfjs reads it: `snake_case` keys and strings become camelCase, names stay.
 *
 * Both the later checks and tfjs get this copy, so that they cannot disagree about a key.
 *
 * @throws ModelFormatError if the value is not plain finite JSON, is nested deeper than 128 levels, has more than
 * 250,000 values, a shape of more than 16 sides, an object of more than 4096 keys, two keys that become one, or a key
 * such as `__proto__`.
 */
export function readTopology(topology: unknown): Json {
  let values = 0;

  const read = (value: unknown, key: string, depth: number): Json => {
    if (++values > maxValues) throw tooMany();
    if (depth > maxDepth) throw new ModelFormatError(`the topology is nested deeper than ${maxDepth} levels`);
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') return toCamelCase(value);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (Array.isArray(value) && values + value.length > maxValues) throw tooMany();
    if (Array.isArray(value)) requireShape(value, key);
    if (Array.isArray(value)) return Array.from(value, (v, i) => (isName(key, i, v) ? v : read(v, key, depth + 1)));
    if (typeof value === 'object') return readObject(value, depth);
    const what = typeof value === 'function' ? 'a function' : String(value);
    throw new ModelFormatError(`the topology holds ${what} at "${key}", which is not finite JSON`);
  };

  const readObject = (object: object, depth: number): JsonObject => {
    const copy: JsonObject = {};
    for (const [rawKey, value] of entriesOf(object)) {
      const key = rawKey === 'name' ? rawKey : toCamelCase(rawKey);
      if (isInherited(rawKey) || isInherited(key)) throw new ModelFormatError(`the topology has a key "${rawKey}"`);
      if (Object.hasOwn(copy, key)) throw new ModelFormatError(`the topology has the key "${key}" twice in one object`);
      if (value === undefined) continue; // in topologies that never were JSON; tfjs would read it as null
      copy[key] = key === 'name' && typeof value === 'string' ? value : read(value, key, depth + 1);
    }
    return copy;
  };

  return read(topology, 'modelTopology', 0);
}

const tooMany = () => new ModelFormatError(`the topology holds more than ${maxValues} values`);

/** tfjs copies a shape for every layer behind it. */
function requireShape(list: unknown[], key: string): void {
  if (/shape$/i.test(key) && list.length > maxSides)
    throw new ModelFormatError(`the topology has a shape of ${list.length} sides; at most ${maxSides} are allowed`);
}

function entriesOf(object: object): [string, unknown][] {
  const entries = Object.entries(object);
  if (entries.length > maxKeys)
    throw new ModelFormatError(`the topology has an object of ${entries.length} keys; at most ${maxKeys} are allowed`);
  return entries;
}

/** Returns whether every object inherits this name; tfjs looks names up with `in` and would find it. */
export const isInherited = (name: string): boolean => name in Object.prototype;

/** Converts as tfjs does (tfjs-layers, `generic_utils.ts`). */
const toCamelCase = (text: string): string =>
  text.length <= 1 ? text : text.replace(/_+(\w|$)/g, (_, next: string) => next.toUpperCase());

/** Layer names in connections keep their underscores (tfjs-layers, `serialization_utils.ts`). */
const isName = (key: string, index: number, value: unknown): value is string =>
  index === 0 && typeof value === 'string' && ['inboundNodes', 'inputLayers', 'outputLayers'].includes(key);
