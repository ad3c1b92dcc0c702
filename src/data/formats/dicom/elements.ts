import type { DataSet } from 'dicom-parser';

import { show } from '../../../utils/errors';
import { CtFileError } from '../../ctFileError';
import { type CharacterSets, characterSetsOf } from './characterSets';
import { type Tag, tagName, tags } from './tags';
import { decodeText } from './text';

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
  inherited?: CharacterSets,
): Elements {
  const own = data.string(tags.SpecificCharacterSet);
  const sets = inherited && own === undefined ? inherited : characterSetsOf(own);
  const text = (tag: Tag) => decodeText(bytesOf(data, tags[tag]), sets).trim() || null;
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
      return item ? elementsOf(item, file, note, sets) : null;
    },
    items: (tag) =>
      (data.elements[tags[tag]]?.items ?? []).flatMap(({ dataSet }) =>
        dataSet ? elementsOf(dataSet, file, note, sets) : [],
      ),
  };
}

/** Bytes of a text up to the first NUL; none if it is missing. */
export function bytesOf({ elements, byteArray }: DataSet, tag: string): Uint8Array {
  const element = elements[tag];
  if (!element) return new Uint8Array();
  const bytes = byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
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
