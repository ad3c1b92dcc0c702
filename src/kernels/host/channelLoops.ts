/**
 * Loops over maps [pixels, channels] for the host kernels.
 *
 * They process four channels at a time, whose constants stay in registers, and avoid branches: the sign of an
 * activation is unpredictable, and each mispredicted branch costs 5 ns.
 */

/**
 * Computes `y = scale x + shift` per channel, or with `relu` `max(0, scale x + shift)` as half the sum of value and
 * magnitude, which is exact.
 */
export function scaleShift(
  x: Float32Array,
  y: Float32Array,
  scale: Float64Array,
  shift: Float64Array,
  relu: boolean,
): void {
  const channels = scale.length;
  const four = channels - (channels % 4);
  const [half, magnitude] = relu ? [0.5, 0.5] : [1, 0];
  for (let c = 0; c < four; c += 4) {
    const [s0, s1, s2, s3] = fourFrom(scale, c);
    const [t0, t1, t2, t3] = fourFrom(shift, c);
    for (let i = c; i < x.length; i += channels) {
      const y0 = s0 * x[i]! + t0;
      const y1 = s1 * x[i + 1]! + t1;
      const y2 = s2 * x[i + 2]! + t2;
      const y3 = s3 * x[i + 3]! + t3;
      y[i] = half * y0 + magnitude * Math.abs(y0);
      y[i + 1] = half * y1 + magnitude * Math.abs(y1);
      y[i + 2] = half * y2 + magnitude * Math.abs(y2);
      y[i + 3] = half * y3 + magnitude * Math.abs(y3);
    }
  }
  for (let c = four; c < channels; c++)
    for (let i = c; i < x.length; i += channels) {
      const value = scale[c]! * x[i]! + shift[c]!;
      y[i] = half * value + magnitude * Math.abs(value);
    }
}

/** Computes `g = scale g + slope x + shift` per channel. */
export function mix(
  g: Float32Array,
  x: Float32Array,
  scale: Float64Array,
  slope: Float64Array,
  shift: Float64Array,
): void {
  const channels = scale.length;
  const four = channels - (channels % 4);
  for (let c = 0; c < four; c += 4) {
    const [s0, s1, s2, s3] = fourFrom(scale, c);
    const [r0, r1, r2, r3] = fourFrom(slope, c);
    const [t0, t1, t2, t3] = fourFrom(shift, c);
    for (let i = c; i < x.length; i += channels) {
      g[i] = s0 * g[i]! + r0 * x[i]! + t0;
      g[i + 1] = s1 * g[i + 1]! + r1 * x[i + 1]! + t1;
      g[i + 2] = s2 * g[i + 2]! + r2 * x[i + 2]! + t2;
      g[i + 3] = s3 * g[i + 3]! + r3 * x[i + 3]! + t3;
    }
  }
  for (let c = four; c < channels; c++)
    for (let i = c; i < x.length; i += channels) g[i] = scale[c]! * g[i]! + slope[c]! * x[i]! + shift[c]!;
}

/** Computes `y = min(cap, y)`. */
export function capAt(cap: number, y: Float32Array): void {
  for (let i = 0; i < y.length; i++) y[i] = Math.min(cap, y[i]!);
}

/**
 * Sets `dx` to `dy` where `y` is above 0 and below the cap, and to 0 elsewhere. `y` is never negative.
 *
 * Computed on the bits as integers: −y has its sign bit set unless y is 0, and y − cap has it set below the cap.
 */
export function maskInside(dy: Float32Array, y: Float32Array, dx: Float32Array, cap: number): void {
  const [from, by, to] = [bits(dy), bits(y), bits(dx)];
  const top = bits(Float32Array.of(cap))[0]!;
  if (cap === Number.POSITIVE_INFINITY) for (let i = 0; i < to.length; i++) to[i] = from[i]! & (-by[i]! >> 31);
  else for (let i = 0; i < to.length; i++) to[i] = from[i]! & (-by[i]! >> 31) & ((by[i]! - top) >> 31);
}

const fourFrom = (values: Float64Array, c: number) =>
  [values[c]!, values[c + 1]!, values[c + 2]!, values[c + 3]!] as const;

const bits = ({ buffer, byteOffset, length }: Float32Array) => new Int32Array(buffer, byteOffset, length);

/** A range of channels of a map [pixels, channels], starting at `first`. */
export interface ChannelRange {
  map: Float32Array;
  channels: number;
  first: number;
}

/** Copies `count` neighbouring channels of every pixel from one map to another. */
export function copyChannels(from: ChannelRange, to: ChannelRange, count: number): void {
  const [source, target] = [from.map, to.map];
  const pixels = source.length / from.channels;
  const four = count - (count % 4);
  for (let c = 0; c < four; c += 4)
    for (let p = 0, i = from.first + c, o = to.first + c; p < pixels; p++, i += from.channels, o += to.channels) {
      target[o] = source[i]!;
      target[o + 1] = source[i + 1]!;
      target[o + 2] = source[i + 2]!;
      target[o + 3] = source[i + 3]!;
    }
  for (let c = four; c < count; c++)
    for (let p = 0, i = from.first + c, o = to.first + c; p < pixels; p++, i += from.channels, o += to.channels)
      target[o] = source[i]!;
}
