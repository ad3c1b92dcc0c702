/** Byte that begins an escape sequence. */
export const escapeByte = 0x1b;

/** Encodings that escape sequences choose for bytes from 0x80 on (PS3.3 C.12.1.1.2). */
const highSets: Readonly<Record<string, string>> = {
  '-A': 'latin1',
  '-B': 'iso-8859-2',
  '-C': 'iso-8859-3',
  '-D': 'iso-8859-4',
  '-L': 'iso-8859-5',
  '-G': 'iso-8859-6',
  '-F': 'iso-8859-7',
  '-H': 'iso-8859-8',
  '-M': 'windows-1254',
  '-b': 'iso-8859-15',
  '-T': 'windows-874',
  ')I': 'shift_jis',
  '$)C': 'euc-kr',
  '$)A': 'gb18030',
};

/** What precedes a pair of bytes below 0x80 in EUC-JP; of other sets, bytes below 0x80 are ASCII. */
const pairSets: Readonly<Record<string, readonly number[]>> = { $B: [], '$@': [], '$(D': [0x8f] };

/** Decodes bytes in an encoding; `null` is one that is not known. */
type Decode = (encoding: string | null, bytes: Uint8Array) => string;

/**
 * Decodes a text with the code extensions of ISO 2022, without its escape sequences.
 *
 * @param initial encoding of bytes from 0x80 on at the beginning, after a line break and between values
 * @param isName whether it is a person's name, each part of which begins with it again
 */
export function decodeExtended(bytes: Uint8Array, initial: string | null, decode: Decode, isName: boolean): string {
  const delimiters = isName ? /[\n\f\r\t\\^=]/ : /[\n\f\r\t\\]/;
  let [high, pairs]: [string | null, readonly number[] | null] = [initial, null];
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    if (byte === escapeByte) {
      const sequence = sequenceAt(bytes, at + 1);
      if (/^\$?[)-]/.test(sequence)) high = highSets[sequence] ?? null;
      else pairs = pairSets[sequence] ?? null;
      at += 1 + sequence.length;
    } else if (byte >= 0x80) {
      const end = endOfRun(bytes, at);
      text += decode(high, bytes.subarray(at, end));
      at = end;
    } else if (pairs && byte > 0x20 && at + 1 < bytes.length) {
      text += decode('euc-jp', Uint8Array.of(...pairs, byte | 0x80, bytes[at + 1]! | 0x80));
      at += 2;
    } else {
      const character = String.fromCharCode(byte);
      if (delimiters.test(character)) [high, pairs] = [initial, null];
      text += character;
      at++;
    }
  }
  return text;
}

/** The escape sequence whose second byte is at `start`. */
function sequenceAt(bytes: Uint8Array, start: number): string {
  const next = String.fromCharCode(...bytes.subarray(start, start + 4));
  return /^[\x20-\x2f]*[\x30-\x7e]/.exec(next)?.[0] ?? '';
}

/** End of the bytes from 0x80 on. */
function endOfRun(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && bytes[end]! >= 0x80) end++;
  return end;
}
