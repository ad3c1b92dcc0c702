import type { ChannelSums } from '../host/channelSums';
import type { Simd } from './simd/simdOf';

/** Floats per chunk of a map: few enough to stay in the L1 cache while the loops go through the channels. */
const chunkFloats = 2048;

/** Chunks that one thread takes at a time. */
const chunksAtATime = 8;

/**
 * Calls `visit` for every chunk of a map [pixels, channels] with its offset in bytes and its number of pixels. Chunks may be
 * processed beside each other.
 */
export function eachChunk(
  { next }: Simd,
  map: Float32Array,
  channels: number,
  visit: (offset: number, pixels: number) => void,
): void {
  const all = map.length / channels;
  const most = Math.max(1, Math.floor(chunkFloats / channels));
  for (let pixel = 0, chunk = 0; pixel < all; pixel += most, chunk++) {
    if (chunk % chunksAtATime === 0) next();
    visit(4 * pixel * channels, Math.min(most, all - pixel));
  }
}

/** Number of parts in which a map is summed: it depends on nothing else, so that all threads get the same sums. */
const partsOf = (floats: number): number => Math.max(1, Math.min(8, Math.floor(floats / 65_536)));

/** Floats of scratch memory per channel for {@link addChannelSums} of a map. */
export const sumsScratch = (floats: number): number => 4 * partsOf(floats);

/** Computes `channelSums` in SIMD; `scratch` begins with {@link sumsScratch} floats per channel. */
export const addChannelSums = (
  simd: Simd,
  a: Float32Array,
  b: Float32Array,
  channels: number,
  scratch: Float32Array,
): ChannelSums =>
  sumInParts(simd, a, channels, scratch, (offset, pixels, sums, products) =>
    simd.addSums(a.byteOffset + offset, b.byteOffset + offset, sums, products, channels, pixels),
  );

/**
 * Sums a map part by part, then the sums of the parts in their order. `add` adds the pixels of a chunk to the sums at two
 * addresses.
 */
export function sumInParts(
  simd: Simd,
  map: Float32Array,
  channels: number,
  scratch: Float32Array,
  add: (offset: number, pixels: number, sums: number, products: number) => void,
): ChannelSums {
  const parts = partsOf(map.length);
  const partials = new Float64Array(scratch.buffer, scratch.byteOffset, 2 * channels * parts).fill(0);
  const pixels = map.length / channels;
  const most = Math.max(1, Math.floor(chunkFloats / channels));
  for (let part = 0; part < parts; part++) {
    const sums = partials.byteOffset + 16 * channels * part;
    const end = Math.floor(((part + 1) * pixels) / parts);
    simd.next();
    for (let pixel = Math.floor((part * pixels) / parts); pixel < end; pixel += most)
      add(4 * pixel * channels, Math.min(most, end - pixel), sums, sums + 8 * channels);
  }
  simd.finish();
  const totals = partials.subarray(0, 2 * channels);
  for (let i = 2 * channels; i < partials.length; i++) totals[i % totals.length]! += partials[i]!;
  return { sums: totals.subarray(0, channels), products: totals.subarray(channels) };
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
