import { clip } from './clip';

/** Most characters of a value in a message. */
const mostCharacters = 200;
/** Most items of a list, and most levels; both more than those characters can hold. */
const mostItems = 100;
const mostLevels = 50;

/**
 * Formats a value as JSON, but distinguishes NaN, Infinity and undefined from null. Values from files can be of any size
 * and depth; the middle of a long text is cut out.
 */
export function show(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  return clip(JSON.stringify(shortened(value, 0)) ?? String(value), mostCharacters);
}

/** A copy that is no larger than what can be shown. */
function shortened(value: unknown, level: number): unknown {
  if (typeof value === 'string') return clip(value, 2 * mostCharacters);
  if (typeof value !== 'object' || value === null || hasToJson(value)) return value;
  if (level === mostLevels) return '…';
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return shortened([...startOf(value)], level);
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => shortened(item, level + 1));
  const entries = Object.entries(value).slice(0, mostItems);
  return Object.fromEntries(entries.map(([key, item]) => [clip(key, mostCharacters), shortened(item, level + 1)]));
}

const startOf = (value: ArrayBufferView) => (value as Uint8Array).subarray(0, mostItems);
const hasToJson = (value: object) => 'toJSON' in value && typeof value.toJSON === 'function';
