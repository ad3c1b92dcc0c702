import { ModelFormatError } from './modelFormatError';

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** A JSON object; none of its keys is a property that every object has. */
export interface JsonObject {
  [key: string]: Json;
}

const maxDepth = 128;
const maxValues = 1_000_000;

/**
 * Copies a saved topology the way tfjs reads it: `snake_case` keys and strings become camelCase, names stay.
 *
 * What is checked afterwards is this copy, and this copy is what tfjs gets, so the two cannot disagree about a key.
 *
 * @throws ModelFormatError if the value is not plain finite JSON, is nested deeper than 128, holds more than a million
 * values, has two keys that become one, or a key such as `__proto__`.
 */
export function readTopology(topology: unknown): Json {
  let values = 0;

  const read = (value: unknown, key: string, depth: number): Json => {
    if (++values > maxValues) throw new ModelFormatError(`the topology holds more than ${maxValues} values`);
    if (depth > maxDepth) throw new ModelFormatError(`the topology is nested deeper than ${maxDepth} levels`);
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') return toCamelCase(value);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (Array.isArray(value)) return Array.from(value, (v, i) => (isName(key, i, v) ? v : read(v, key, depth + 1)));
    if (typeof value === 'object') return readObject(value, depth);
    const what = typeof value === 'function' ? 'a function' : String(value);
    throw new ModelFormatError(`the topology holds ${what} at "${key}", which is not finite JSON`);
  };

  const readObject = (object: object, depth: number): JsonObject => {
    const copy: JsonObject = {};
    for (const [rawKey, value] of Object.entries(object)) {
      const key = rawKey === 'name' ? rawKey : toCamelCase(rawKey);
      if (isInherited(rawKey) || isInherited(key)) throw new ModelFormatError(`the topology has a key "${rawKey}"`);
      if (Object.hasOwn(copy, key)) throw new ModelFormatError(`the topology has the key "${key}" twice in one object`);
      if (value === undefined) continue; // topologies that never were JSON: tfjs would take it for null
      copy[key] = key === 'name' && typeof value === 'string' ? value : read(value, key, depth + 1);
    }
    return copy;
  };

  return read(topology, 'modelTopology', 0);
}

/** Whether every object has such a property; tfjs looks names up with `in`, and would find it. */
export const isInherited = (name: string): boolean => name in Object.prototype;

/** As tfjs does it (tfjs-layers, `generic_utils.ts`). */
const toCamelCase = (text: string): string =>
  text.length <= 1 ? text : text.replace(/_+(\w|$)/g, (_, next: string) => next.toUpperCase());

/** Names of layers in the wiring keep their underscores (tfjs-layers, `serialization_utils.ts`). */
const isName = (key: string, index: number, value: unknown): value is string =>
  index === 0 && typeof value === 'string' && ['inboundNodes', 'inputLayers', 'outputLayers'].includes(key);
