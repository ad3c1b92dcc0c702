import type { DataSet } from 'dicom-parser';

import { show } from '../../../utils/errors';
import { CtFileError } from '../../ctFileError';
import { type Tag, tagName, tags } from './tags';

/** Reads single elements of a data set or of an item of a sequence. An empty element counts as missing. */
export interface Elements {
  /** A text without the blanks around it, or `null`. */
  text(tag: Tag): string | null;
  /** Texts that backslashes divide. */
  texts(tag: Tag): readonly string[];
  /** The first number of a text, or `null`. */
  number(tag: Tag): number | null;
  /** The first `count` numbers of a text, or `null`. */
  numbers(tag: Tag, count: number): readonly number[] | null;
  /** A binary 16-bit number, or `null`. */
  uint16(tag: Tag): number | null;
  /** The first item of a sequence, or `null`. */
  item(tag: Tag, index?: number): Elements | null;
}

/**
 * The elements of a data set.
 *
 * @param file name for messages
 * @throws CtFileError (its functions) if there is something else where numbers are needed
 */
export function elementsOf(data: DataSet, file: string): Elements {
  const text = (tag: Tag) => data.string(tags[tag])?.replace(/\0.*$/s, '').trim() || null;
  const texts = (tag: Tag) =>
    text(tag)
      ?.split('\\')
      .map((part) => part.trim()) ?? [];
  const numbers = (tag: Tag, count: number) => {
    const parts = texts(tag).slice(0, count);
    if (parts.length === 0) return null;
    if (parts.length === count && parts.every((part) => part !== '' && Number.isFinite(Number(part))))
      return parts.map(Number);
    const expected = count === 1 ? 'a number' : `${count} numbers`;
    throw new CtFileError(file, `${tagName(tag)} must be ${expected}; received ${show(text(tag)?.slice(0, 80))}`);
  };
  return {
    text,
    texts,
    numbers,
    number: (tag) => numbers(tag, 1)?.[0] ?? null,
    uint16: (tag) => data.uint16(tags[tag]) ?? null,
    item(tag, index = 0) {
      const item = data.elements[tags[tag]]?.items?.[index]?.dataSet;
      return item ? elementsOf(item, file) : null;
    },
  };
}
