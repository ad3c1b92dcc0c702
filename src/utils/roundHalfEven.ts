/**
 * Rounds half to even, like IEEE 754, OpenCV and `tf.round`; `Math.round` rounds half up.
 *
 * For numbers from 0 to 2³¹: adding 2⁵² leaves no room for a fraction, and the processor rounds half to even.
 */
export function roundHalfEven(x: number): number {
  return x + 4503599627370496 - 4503599627370496;
}
