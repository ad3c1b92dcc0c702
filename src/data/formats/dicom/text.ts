/** Encodings by DICOM's names of character sets (PS3.3 C.12.1.1.2); the code extensions of ISO 2022 are not decoded. */
const encodings: Readonly<Record<string, string>> = {
  'ISO_IR 192': 'utf-8',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  GB18030: 'gb18030',
  GBK: 'gb18030',
};

/** Returns the encoding of texts under a SpecificCharacterSet; Latin-1 unless a known set says otherwise. */
export function encodingOf(characterSet: string | undefined): string {
  const name = characterSet?.trim() ?? '';
  return Object.hasOwn(encodings, name) ? encodings[name]! : 'latin1';
}

/** Decodes a text whose characters are bytes. */
export function decodeText(raw: string, encoding: string): string {
  if (!/[\x80-\xff]/.test(raw)) return raw;
  return new TextDecoder(encoding).decode(Uint8Array.from(raw, (character) => character.charCodeAt(0)));
}
