/**
 * Joins words to a command line for a Unix shell, with quotes around words that need them.
 *
 * @example
 * ```ts
 * import { shellCommand } from 'msa-unet/node';
 *
 * console.log(shellCommand(['ls', 'my scans'])); // ls 'my scans'
 * ```
 */
export function shellCommand(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
