/**
 * Keeps what costs time to load, as long as all of it together stays within a number of bytes: what was used longest
 * ago goes first. One thing is kept even if it is larger than that.
 */
export class ByteCache {
  /** What is kept, the longest unused first. */
  private readonly kept = new Set<Slot>();

  constructor(readonly maxBytes: number) {}

  /**
   * A function that loads when it is called, or gives what an earlier call has loaded and the cache still keeps.
   *
   * @param bytes what the loaded thing will occupy; others make room before it is loaded
   */
  keep<T>(bytes: number, load: () => Promise<T>): () => Promise<T> {
    let loading: Promise<T> | null = null;
    const slot: Slot = {
      bytes,
      drop: () => {
        loading = null;
      },
    };
    return () => {
      this.kept.delete(slot);
      if (!loading) {
        this.makeRoom(bytes);
        loading = load();
        loading.catch(() => this.forget(slot));
      }
      this.kept.add(slot);
      return loading;
    };
  }

  private makeRoom(bytes: number): void {
    let sum = [...this.kept].reduce((total, slot) => total + slot.bytes, bytes);
    for (const slot of this.kept) {
      if (sum <= this.maxBytes) return;
      sum -= slot.bytes;
      this.forget(slot);
    }
  }

  private forget(slot: Slot): void {
    slot.drop();
    this.kept.delete(slot);
  }
}

interface Slot {
  readonly bytes: number;
  drop(): void;
}
