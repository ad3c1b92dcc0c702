import { phantomOrgans } from './organs';
import type { Tissue } from './tissue';

const { liver, lesion } = phantomOrgans;

/** Ground truth of one slice, built up tissue by tissue. */
export class Truth {
  /** Share of every pixel that is liver, its vessels and lesions included. */
  readonly liver: Float32Array;
  /** Organ that has most of a pixel, and its share. */
  private readonly organs: Uint8Array;
  private readonly shares: Float32Array;

  constructor(pixels: number) {
    this.liver = new Float32Array(pixels);
    this.organs = new Uint8Array(pixels);
    this.shares = new Float32Array(pixels);
  }

  /** Adds a tissue that covers this share of pixel `i`. */
  cover(i: number, share: number, { organ, onlyInLiver }: Tissue): void {
    if (organ === 'liver' && !onlyInLiver) this.liver[i]! += share * (1 - this.liver[i]!);
    else if (!onlyInLiver) this.liver[i]! *= 1 - share;
    const number = organ ? phantomOrgans[organ] : 0;
    const below = this.shares[i]! * (1 - share);
    if (number === this.organs[i]) this.shares[i] = below + share;
    else if (share > below) {
      this.organs[i] = number;
      this.shares[i] = share;
    } else this.shares[i] = below;
  }

  /** Returns the mask of the liver: 1 where at least half of a pixel is liver. */
  liverMask(): Uint8Array {
    return Uint8Array.from(this.liver, (share) => (share >= 0.5 ? 1 : 0));
  }

  /** Returns the numbers of the organs; liver and lesions together are {@link Truth.liverMask}. */
  organMask(): Uint8Array {
    return this.liverMask().map((isLiver, i) => {
      const organ = this.shares[i]! >= 0.5 ? this.organs[i]! : 0;
      if (isLiver) return organ === lesion ? lesion : liver;
      return organ === liver || organ === lesion ? 0 : organ;
    });
  }
}
