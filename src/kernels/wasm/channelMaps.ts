import type { ChannelSums } from '../host/channelSums';
import type { Simd } from './simd/simdOf';

/** Floats per chunk of a map: few enough to stay in the L1 cache while the loops go through the channels. */
const chunkFloats = 2048;

/** Calls `visit` for every chunk of a map [pixels, channels] with its offset in bytes and its number of pixels. */
export function eachChunk(map: Float32Array, channels: number, visit: (offset: number, pixels: number) => void): void {
  const all = map.length / channels;
  const most = Math.max(1, Math.floor(chunkFloats / channels));
  for (let pixel = 0; pixel < all; pixel += most) visit(4 * pixel * channels, Math.min(most, all - pixel));
}

/** Computes `channelSums` in SIMD; `scratch` holds four floats per channel. */
export function addChannelSums(
  simd: Simd,
  a: Float32Array,
  b: Float32Array,
  channels: number,
  scratch: Float32Array,
): ChannelSums {
  const totals = doublesAt(scratch, channels);
  eachChunk(a, channels, (offset, pixels) =>
    simd.addSums(
      a.byteOffset + offset,
      b.byteOffset + offset,
      totals.sums.byteOffset,
      totals.products.byteOffset,
      channels,
      pixels,
    ),
  );
  return totals;
}

/** Creates sums and products per channel, initially 0, in memory for four floats per channel. */
export function doublesAt({ buffer, byteOffset }: Float32Array, channels: number): ChannelSums {
  const both = new Float64Array(buffer, byteOffset, 2 * channels).fill(0);
  return { sums: both.subarray(0, channels), products: both.subarray(channels) };
}

/** Splits memory into `count` lists of one float per channel. */
export function listsOf(scratch: Float32Array, channels: number, count: 3): [Float32Array, Float32Array, Float32Array];
export function listsOf(
  scratch: Float32Array,
  channels: number,
  count: 4,
): [Float32Array, Float32Array, Float32Array, Float32Array];
export function listsOf(scratch: Float32Array, channels: number, count: number): Float32Array[] {
  return Array.from({ length: count }, (_, i) => scratch.subarray(i * channels, (i + 1) * channels));
}
