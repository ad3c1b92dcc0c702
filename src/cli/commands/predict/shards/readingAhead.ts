/** Reads one item while the one before it is in work. */
export interface ReadingAhead<T> {
  /** Begins to read an item. */
  begin(name: string): void;
  /** The item, which may have been begun. */
  take(name: string): Promise<T>;
}

export function readingAhead<T>(read: (name: string) => Promise<T>): ReadingAhead<T> {
  let ahead: { readonly name: string; readonly item: Promise<T> } | null = null;
  return {
    begin(name) {
      ahead = { name, item: read(name) };
      ahead.item.catch(() => undefined); // `take` reports it
    },
    take(name) {
      const item = ahead?.name === name ? ahead.item : read(name);
      ahead = null; // the memory of its reader
      return item;
    },
  };
}
