/** Longest message about a file, in characters. */
const longestMessage = 600;
/** Longest name in a list. */
const longestName = 120;

/**
 * Cuts the middle out of a text that is too long, so that an error about a file stays readable whatever the file holds.
 *
 * @param most characters to keep. @defaultValue 600, for a whole message
 */
export function clip(text: string, most = longestMessage): string {
  if (text.length <= most) return text;
  const end = Math.floor(most / 3);
  return `${text.slice(0, most - end - 1)}…${text.slice(-end)}`;
}

/** The first names of a list, and how many more there are: `a, b and 3 more`. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => clip(name, longestName));
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
