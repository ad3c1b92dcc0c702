/** The two pixels around a pixel of a resized axis, and the weight of the second. */
export type Neighbours = { readonly low: number; readonly high: number; readonly share: number };

/**
 * Maps the pixels of a linearly resized axis to neighbours on the original. Pixel centres are at `shift` of a pixel;
 * 0.5 is the half-pixel grid. Border pixels are repeated outwards, with a share of 0.
 */
export function neighbours(from: number, to: number, shift = 0.5): Neighbours[] {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.min(Math.max(((i + shift) * from) / to - shift, 0), from - 1);
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, from - 1), share: at - low };
  });
}
