/** Red, green and blue from 0 to 255. */
export type LabelColor = readonly [red: number, green: number, blue: number];

/** Turn of the hue from one label to the next, in degrees: the golden angle keeps all hues apart. */
const turn = 137.508;

/** Hue of the first label, in degrees: green. */
const start = 130;

/** Colour of the label at an index: all hues in turn, alternately light and dark. */
export function labelColor(index: number): LabelColor {
  const lightness = 0.62 - 0.12 * (index % 2);
  const chroma = 0.8 * (1 - Math.abs(2 * lightness - 1));
  const channel = (offset: number) => {
    const k = (offset + (start + turn * index) / 30) % 12;
    return Math.round(255 * (lightness - (chroma / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
