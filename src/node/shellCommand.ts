/**
 * A command line that can be pasted into a shell of Unix: words with spaces, quotes, `$` and the like are quoted.
 *
 * @example `shellCommand(['ls', 'my scans']) // "ls 'my scans'"`
 */
export function shellCommand(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
