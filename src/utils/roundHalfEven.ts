/**
 * Rounds halves to the even neighbour, as IEEE does, OpenCV and `tf.round`; `Math.round` rounds them up.
 *
 * For numbers from 0 to 2³¹: adding 2⁵² leaves no place for a fraction, and the processor rounds half to even.
 */
export function roundHalfEven(x: number): number {
  return x + 4503599627370496 - 4503599627370496;
}
