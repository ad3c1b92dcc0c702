import type { Keyword } from './dictionary';

/**
 * Elements by keyword, in any order: text, numbers, raw bytes (of texts in the character set of the file), or
 * the items of a sequence.
 */
export type Attributes = { readonly [Name in Keyword]?: AttributeValue };

/** Value of an element; the empty text writes the element without a value. */
export type AttributeValue = string | number | readonly number[] | Uint8Array | readonly Attributes[];

/** All elements of an object. */
export type DicomObject = Attributes & { readonly SOPClassUID: string; readonly SOPInstanceUID: string };
