import { show } from '../../../utils/errors';
import { CtFileError } from '../../ctFileError';
import type { NrrdHeader } from './parseNrrdHeader';

/** Maximum number of axes in NRRD. */
const mostAxes = 16;

/** Reads a field that must be there; its spelling in the header, as `space origin`, is for messages. */
export function readField(header: NrrdHeader, field: string): string {
  const value = findField(header, field);
  if (value === null) throw new CtFileError(header.name, `the NRRD header has no field ${field}`);
  return value;
}

/** Finds the value of a field; `null` if the header has none. */
export function findField({ fields }: NrrdHeader, field: string): string | null {
  return fields.get(field.replaceAll(' ', '')) ?? null;
}

/** Reads one integer of at least `least`. */
export function readInteger(header: NrrdHeader, field: string, least: number, otherwise: number): number {
  const text = findField(header, field);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value >= least && text !== ''))
    throw wrong(header, field, `an integer of at least ${least}`, text);
  return value;
}

/** Reads the sizes of all axes, the fastest first, as many as `dimension` says. */
export function readSizes(header: NrrdHeader): readonly number[] {
  readField(header, 'dimension');
  const count = readInteger(header, 'dimension', 1, 0);
  if (count > mostAxes) throw wrong(header, 'dimension', `at most ${mostAxes}`, String(count));
  const text = readField(header, 'sizes');
  const sizes = wordsOf(text).map(Number);
  if (sizes.length !== count || !sizes.every((size) => Number.isSafeInteger(size) && size > 0))
    throw wrong(header, 'sizes', `${count} positive integers`, text);
  return sizes;
}

/** Reads a word for each axis; `null` if the header has no such field. */
export function readWords(header: NrrdHeader, field: string, count: number): readonly string[] | null {
  const text = findField(header, field);
  if (text === null) return null;
  const words = wordsOf(text);
  if (words.length !== count) throw wrong(header, field, `${count} words, one for each axis`, text);
  return words;
}

/** Reads one vector for each axis, `(x,y,z)`, or `null` for an axis without direction, `none`. */
export function readVectors(header: NrrdHeader, field: string, count: number): readonly (readonly number[] | null)[] {
  const text = readField(header, field);
  const parts = text.match(/\([^()]*\)|[^\s()]+/g) ?? [];
  const vectors = parts.map(parseVector);
  if (vectors.length !== count || vectors.includes(undefined))
    throw wrong(header, field, count === 1 ? 'a vector (x,y,z)' : `${count} vectors (x,y,z) or none`, text);
  return vectors.map((vector) => vector ?? null);
}

/** Parses `(x,y,z)` or `none`; `undefined` for anything else. A vector of NaN counts as `none`. */
function parseVector(part: string): readonly number[] | null | undefined {
  if (/^none$/i.test(part)) return null;
  const words = part.startsWith('(') ? part.slice(1, -1).split(',') : [];
  if (words.length !== 3) return undefined;
  if (words.every((word) => /^\s*[-+]?nan\s*$/i.test(word))) return null;
  const numbers = words.map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  return numbers.every(Number.isFinite) ? numbers : undefined;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** Makes the error for a value: what was expected and what was received. */
export function wrong({ name }: NrrdHeader, field: string, expected: string, received: string): CtFileError {
  return new CtFileError(name, `${field} must be ${expected}; received ${show(received)}`);
}
