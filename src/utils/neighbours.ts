/** The two pixels that a pixel of a resized axis lies between, and how much of the second goes into the mix. */
export type Neighbours = { readonly low: number; readonly high: number; readonly share: number };

/**
 * Where the pixels of a linearly resized axis lie on the original. Pixel centres are `shift` of a pixel from its start:
 * 0.5 is the half-pixel grid. The edge pixels reach beyond the border, with a share of 0.
 */
export function neighbours(from: number, to: number, shift = 0.5): Neighbours[] {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.min(Math.max(((i + shift) * from) / to - shift, 0), from - 1);
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, from - 1), share: at - low };
  });
}
