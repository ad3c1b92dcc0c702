/**
 * Exact squared distance transform along one line, in linear time: the lower envelope of the parabolas heights[q] + ((x
 * − q) · step)² over all samples q.
 *
 * @see Felzenszwalb and Huttenlocher, Distance transforms of sampled functions, 2012,
 * https://doi.org/10.4086/toc.2012.v008a019
 */
export class LowerEnvelope {
  /** Height at each sample, filled in before {@link lower}; Infinity where there is no parabola. */
  readonly heights: Float64Array;
  /** Height of the envelope, after {@link lower}. */
  readonly lowest: Float64Array;
  /** Samples whose parabolas form the envelope, from left to right. */
  private readonly apexes: Int32Array;
  /** Where each parabola's part of the envelope begins. */
  private readonly from: Float64Array;

  constructor(
    length: number,
    private readonly step: number,
  ) {
    this.heights = new Float64Array(length);
    this.lowest = new Float64Array(length);
    this.apexes = new Int32Array(length);
    this.from = new Float64Array(length);
  }

  lower(): void {
    const { heights, lowest, apexes, from, step } = this;
    const parts = this.build();
    if (parts === 0) {
      lowest.fill(Infinity);
      return;
    }
    for (let x = 0, part = 0; x < lowest.length; x++) {
      while (part + 1 < parts && from[part + 1]! < x) part++;
      const apex = apexes[part]!;
      lowest[x] = heights[apex]! + ((x - apex) * step) ** 2;
    }
  }

  /** Finds the parabolas of the envelope and returns their number. */
  private build(): number {
    const { heights, apexes, from } = this;
    let parts = 0;
    for (let q = 0; q < heights.length; q++) {
      if (heights[q] === Infinity) continue;
      let start = -Infinity;
      while (parts > 0) {
        start = this.crossing(apexes[parts - 1]!, q);
        if (start > from[parts - 1]!) break;
        parts--; // the new one is lower wherever the last one was the lowest
      }
      apexes[parts] = q;
      from[parts++] = start;
    }
    return parts;
  }

  /** Where the parabola at q, right of p, falls below that at p. */
  private crossing(p: number, q: number): number {
    const { heights, step } = this;
    return (p + q) / 2 + (heights[q]! - heights[p]!) / (2 * step * step * (q - p));
  }
}
