/** Red, green and blue from 0 to 255. */
export type LabelColor = readonly [red: number, green: number, blue: number];

/**
 * Colours of the first labels, found by a search: ΔE76 of any two is at least 36, of the first eight 40, and 18 to eyes
 * that lack red or green cones. They differ as half-transparent areas too, and are bright enough for the greys of CT.
 */
const palette: readonly LabelColor[] = [
  [81, 236, 106],
  [240, 40, 40],
  [70, 100, 255],
  [255, 130, 0],
  [240, 0, 130],
  [130, 220, 255],
  [0, 130, 130],
  [240, 160, 160],
  [160, 130, 190],
  [160, 160, 100],
  [0, 160, 255],
  [70, 255, 240],
];

/** Turn of the hue from one further label to the next, in degrees: the golden angle keeps all hues apart. */
const turn = 137.508;

/** Hue at index 0, in degrees: green. */
const start = 130;

/** Colour of the label at an index: that of the palette, then all hues in turn, alternately light and dark. */
export function labelColor(index: number): LabelColor {
  const chosen = palette[index];
  if (chosen) return chosen;
  const lightness = 0.62 - 0.12 * (index % 2);
  const chroma = 0.8 * (1 - Math.abs(2 * lightness - 1));
  const channel = (offset: number) => {
    const k = (offset + (start + turn * index) / 30) % 12;
    return Math.round(255 * (lightness - (chroma / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
