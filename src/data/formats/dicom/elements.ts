import type { DataSet } from 'dicom-parser';

import { show } from '../../../utils/errors';
import { CtFileError } from '../../ctFileError';
import { type Tag, tagName, tags } from './tags';
import { decodeText, encodingOf } from './text';

/**
 * Reader of single elements of a data set or of a sequence item. Empty elements count as missing, and so do malformed
 * numbers, with a note.
 */
export interface Elements {
  /** Text without surrounding blanks, or `null`. */
  text(tag: Tag): string | null;
  /** Texts separated by backslashes. */
  texts(tag: Tag): readonly string[];
  /** First number of a text, or `null`. */
  number(tag: Tag): number | null;
  /** First `count` numbers of a text, or `null`. */
  numbers(tag: Tag, count: number): readonly number[] | null;
  /** First number of a text that must not be malformed, or `null`. Throws CtFileError if it is. */
  requiredNumber(tag: Tag): number | null;
  /** Binary 16-bit number, by default the first, or `null`. */
  uint16(tag: Tag, index?: number): number | null;
  /** Item of a sequence, by default the first, or `null`. */
  item(tag: Tag, index?: number): Elements | null;
  /** All items of a sequence. */
  items(tag: Tag): readonly Elements[];
}

/**
 * Makes a reader of a data set's elements.
 *
 * @param file file name for messages
 * @param note called with notes on malformed elements, which do not name the file
 */
export function elementsOf(
  data: DataSet,
  file: string,
  note: (text: string) => void,
  encoding = encodingOf(data.string(tags.SpecificCharacterSet)),
): Elements {
  const text = (tag: Tag) => {
    const raw = data.string(tags[tag])?.replace(/\0.*$/s, '').trim();
    return raw ? decodeText(raw, encoding) : null;
  };
  const texts = (tag: Tag) =>
    text(tag)
      ?.split('\\')
      .map((part) => part.trim()) ?? [];
  const parse = (tag: Tag, count: number, refuse: (expected: string) => void) =>
    parseNumbers(texts(tag).slice(0, count), count, refuse);
  const numbers = (tag: Tag, count: number) =>
    parse(tag, count, (expected) => note(`${tagName(tag)} is not ${expected} and is ignored`));
  return {
    text,
    texts,
    numbers,
    number: (tag) => numbers(tag, 1)?.[0] ?? null,
    requiredNumber: (tag) =>
      parse(tag, 1, (expected) => {
        const received = show(text(tag)?.slice(0, 80));
        throw new CtFileError(file, `${tagName(tag)} must be ${expected}; received ${received}`);
      })?.[0] ?? null,
    uint16: (tag, index = 0) => data.uint16(tags[tag], index) ?? null,
    item(tag, index = 0) {
      const item = data.elements[tags[tag]]?.items?.[index]?.dataSet;
      return item ? elementsOf(item, file, note, encoding) : null;
    },
    items: (tag) =>
      (data.elements[tags[tag]]?.items ?? []).flatMap(({ dataSet }) =>
        dataSet ? elementsOf(dataSet, file, note, encoding) : [],
      ),
  };
}

/** Numbers of a text's parts; `null` if there are none, or if they are malformed, after `refuse` was called. */
function parseNumbers(
  parts: readonly string[],
  count: number,
  refuse: (expected: string) => void,
): readonly number[] | null {
  if (parts.length === 0) return null;
  if (parts.length === count && parts.every((part) => part !== '' && Number.isFinite(Number(part))))
    return parts.map(Number);
  refuse(count === 1 ? 'a number' : `${count} numbers`);
  return null;
}
