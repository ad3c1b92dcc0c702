/**
 * Keeps what costs time to load, as long as all of it together stays within a number of bytes: what was used longest
 * ago goes first. The thing that was used last is kept even if it is larger than that.
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
    const slot: Slot<T> = { bytes, loading: true, value: null };
    return () => {
      this.kept.delete(slot);
      const value = slot.value ?? this.load(slot, load);
      this.kept.add(slot);
      return value;
    };
  }

  private load<T>(slot: Slot<T>, load: () => Promise<T>): Promise<T> {
    this.makeRoom(slot.bytes);
    slot.loading = true;
    slot.value = load();
    slot.value.then(
      () => {
        slot.loading = false;
      },
      () => this.forget(slot),
    );
    return slot.value;
  }

  /** What is still loading stays: it may be the reason why something else is loaded. */
  private makeRoom(bytes: number): void {
    let sum = [...this.kept].reduce((total, slot) => total + slot.bytes, bytes);
    for (const slot of this.kept) {
      if (sum <= this.maxBytes) return;
      if (slot.loading) continue;
      sum -= slot.bytes;
      this.forget(slot);
    }
  }

  private forget(slot: Slot): void {
    slot.value = null;
    this.kept.delete(slot);
  }
}

interface Slot<T = unknown> {
  readonly bytes: number;
  loading: boolean;
  value: Promise<T> | null;
}
