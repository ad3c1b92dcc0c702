/** Most characters of a header: proxies and clients refuse long ones. */
const longest = 4_000;

/** Notes as URI-encoded JSON, for a header; without those that would make it too long. */
export function encodeNotes(notes: readonly string[]): string {
  const kept: string[] = [];
  for (const note of notes) if (encoded([...kept, note]).length <= longest) kept.push(note);
  return encoded(kept);
}

const encoded = (notes: readonly string[]) => encodeURIComponent(JSON.stringify(notes));
