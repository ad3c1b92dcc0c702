/** Encodings of the bytes from 0x80 on, by the registration number of a character set (PS3.3 C.12.1.1.2). */
const encodings: Readonly<Record<string, string>> = {
  '192': 'utf-8',
  '100': 'latin1',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'windows-1254',
  '203': 'iso-8859-15',
  '13': 'shift_jis',
  '166': 'windows-874',
  '149': 'euc-kr',
  '58': 'gb18030',
  GB18030: 'gb18030',
  GBK: 'gb18030',
};

/** Encodings that know no escape sequences. */
const whole = ['utf-8', 'gb18030'];

/** Character sets of the texts of a file. */
export interface CharacterSets {
  /** Encoding of bytes from 0x80 on before any escape sequence; `null` if it is not known. */
  readonly encoding: string | null;
  /** Whether escape sequences change it. */
  readonly isExtended: boolean;
  /** Whether the file names any. */
  readonly isGiven: boolean;
}

/**
 * Interprets a SpecificCharacterSet. Misspelt names, such as `ISO-IR 100`, count, and so does one of a code extension
 * without others, `ISO 2022 IR 100`.
 */
export function characterSetsOf(value: string | undefined): CharacterSets {
  const names = (value ?? '').split('\\').map((name) => name.trim());
  const found = names.map((name) => {
    const key = /^ISO[ _-]?(?:2022[ _-]?)?IR[ _-]?(\d+)$/i.exec(name)?.[1] ?? name.toUpperCase();
    return Object.hasOwn(encodings, key) ? encodings[key]! : null;
  });
  const encoding = found.find((one) => one !== null) ?? null;
  const isWhole = found[0] !== null && whole.includes(found[0]!) && !/2022/.test(names[0]!);
  return { encoding, isExtended: !isWhole, isGiven: names.some((name) => name !== '') };
}
