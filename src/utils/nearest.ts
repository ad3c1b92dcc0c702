/** Longest name that is compared: comparing takes as many steps as both are long. */
const longest = 100;

/** Finds the known name nearest to a misspelt one, by its letters or its beginning; `null` if none is near. */
export function nearest(text: string, names: readonly string[]): string | null {
  if (text.length > longest) return null;
  const lower = text.toLowerCase();
  const near = names
    .map((name) => ({ name, ...likeness(lower, name.toLowerCase()) }))
    .filter(
      ({ name, edits, shared }) => (edits <= 2 && edits < name.length / 2) || shared >= Math.max(3, text.length / 2),
    )
    .sort((a, b) => Math.min(a.edits, 3) - Math.min(b.edits, 3) || b.shared - a.shared);
  return near[0]?.name ?? null;
}

/**
 * Counts the letters that differ and those shared at the beginning. A name that continues the text differs in none, and
 * one that contains it in less than one.
 */
function likeness(text: string, name: string): { edits: number; shared: number } {
  const end = [...text].findIndex((letter, i) => letter !== name[i]);
  const shared = end === -1 ? text.length : end;
  const isWithin = text.length >= 3 && name.includes(text);
  return { edits: shared === text.length ? 0 : isWithin ? 0.5 : editsBetween(text, name), shared };
}

/** Counts the letters to insert, delete or change (Levenshtein distance). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
