import { decodeUtf8OrLatin1 } from '../../decodeUtf8OrLatin1';
import type { CharacterSets } from './characterSets';
import { decodeExtended, escapeByte } from './decodeExtended';

/** How to decode a text. */
interface TextOptions {
  /** Whether it is a person's name, each part of which begins with the first character set again. @defaultValue `false` */
  readonly isName?: boolean;
  /** Whether to throw where characters are not known, rather than to guess. @defaultValue `false` */
  readonly isStrict?: boolean;
}

/** Decodes a text: in its file's character sets; without any, UTF-8, or Latin-1 if it is not. */
export function decodeText(
  bytes: Uint8Array,
  sets: CharacterSets,
  { isName = false, isStrict = false }: TextOptions = {},
): string {
  const hasEscapes = sets.isExtended && bytes.includes(escapeByte);
  if (!hasEscapes && bytes.every((byte) => byte < 0x80)) return new TextDecoder('latin1').decode(bytes);
  const decode = (encoding: string | null, part: Uint8Array) => {
    if (encoding === null && isStrict) throw new Error('its character set is not known');
    return new TextDecoder(encoding ?? 'latin1', { fatal: isStrict }).decode(part);
  };
  if (hasEscapes) return decodeExtended(bytes, sets.encoding, decode, isName);
  return sets.isGiven ? decode(sets.encoding, bytes) : decodeUtf8OrLatin1(bytes);
}
