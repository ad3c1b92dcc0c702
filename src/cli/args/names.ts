/** The name on the command line: `batchSize` → `--batch-size`. */
export const dashed = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The known name that a mistyped one is nearest to; `null` if none is near. */
export function nearest(text: string, names: readonly string[]): string | null {
  const near = names
    .map((name) => ({ name, edits: name.startsWith(text) ? 0 : editsBetween(text, name) }))
    .filter(({ name, edits }) => edits <= 2 && edits < name.length / 2)
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.name ?? null;
}

/** Letters to be put in, left out or changed (Levenshtein's distance). */
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
