import { ModelFormatError } from './modelFormatError';

/** Longest `model.json`, in characters; the largest published networks have a hundredth of it. */
const maxJsonCharacters = 16 * 2 ** 20;
/** Most values in it: empty lists take forty times the memory of their text. */
const maxJsonValues = 2 ** 20;

/**
 * Parses the text of a `model.json`, after checking its size, depth and number of values.
 *
 * @throws ModelFormatError if it is too long, too deep or holds too many values; SyntaxError if it is not JSON
 */
export function parseBoundedJson(text: string): unknown {
  requireShort(text.length, 'characters');
  const { values, levels } = measure(text);
  if (levels > maxJsonLevels)
    throw new ModelFormatError(`the JSON file has ${levels} levels; at most ${maxJsonLevels} are allowed`);
  if (values > maxJsonValues)
    throw new ModelFormatError(`the JSON file holds ${values} values; at most ${maxJsonValues} are allowed`);
  return JSON.parse(text);
}

/** @throws ModelFormatError if a `model.json` is longer than allowed */
export function requireShort(length: number, unit: 'bytes' | 'characters'): void {
  if (length > maxJsonCharacters)
    throw new ModelFormatError(`the JSON file has ${length} ${unit}; at most ${maxJsonCharacters} are allowed`);
}

/** Most lists and objects inside each other; programs that walk the values overflow their stack at thousands. */
const maxJsonLevels = 512;

/** Counts the levels, and the characters that begin or separate values: at least as many as there are values. */
function measure(text: string): { values: number; levels: number } {
  let [values, level, levels] = [1, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    const opens = character === 0x5b || character === 0x7b; // [ {
    if (opens || character === 0x2c) values++; // ,
    if (opens && ++level > levels) levels = level;
    if (character === 0x5d || character === 0x7d) level--; // ] }
  }
  return { values, levels };
}
