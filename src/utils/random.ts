/** State of a {@link Random}: four unsigned 32-bit integers. */
export type RandomState = [number, number, number, number];

/**
 * Seeded random number generator whose state can be saved: sfc32 (Chris Doty-Humphrey's PractRand).
 *
 * tfjs has no seeded shuffle, and treats seed 0 as unseeded.
 */
export class Random {
  private state: RandomState;

  /** @param seed any safe integer, 0 included */
  constructor(seed: number) {
    this.state = [0x9e3779b9, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 1];
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** Draws an integer from 0 to 2³² − 1. */
  uint32(): number {
    const [a, b, c, counter] = this.state;
    const t = (((a + b) >>> 0) + counter) >>> 0;
    this.state = [b ^ (b >>> 9), (c + (c << 3)) >>> 0, (((c << 21) | (c >>> 11)) + t) >>> 0, (counter + 1) >>> 0];
    this.state[0] >>>= 0;
    return t;
  }

  /** Draws a number in [`from`, `to`), by default [0, 1). */
  uniform(from = 0, to = 1): number {
    return from + (to - from) * (this.uint32() / 2 ** 32);
  }

  /** Draws an integer from 0 to n − 1. */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Draws from a normal distribution (Box–Muller). */
  normal(mean = 0, sd = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + sd * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Returns a shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    return shuffled;
  }

  getState(): RandomState {
    return [...this.state];
  }

  setState(state: RandomState): void {
    this.state = [...state];
  }
}

/** Derives a seed for one use of a seed: from 1 to 2³¹ − 1, never 0, which tfjs treats as unseeded. */
export function deriveSeed(seed: number, label: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0; // FNV-1a over the label, from the lower 32 bits of the seed
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193) >>> 0;
  const upper = Math.floor(seed / 2 ** 32); // 0 for seeds of 32 bits
  return 1 + (new Random(upper * 2 ** 32 + hash).uint32() % 0x7ffffffe);
}
