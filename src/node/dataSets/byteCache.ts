/**
 * Cache of values that are slow to load, with a byte limit: the least recently used are dropped first. The last used
 * value is kept even if it is larger.
 */
export class ByteCache {
  /** Cached values, the least recently used first. */
  private readonly kept = new Set<Slot>();

  constructor(readonly maxBytes: number) {}

  /**
   * Makes a function that loads a value, or returns the one that an earlier call loaded if it is still cached.
   *
   * @param bytes size of the loaded value; space for it is made before loading
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

  /** Values that are still loading stay: they may be the reason for loading another. */
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
