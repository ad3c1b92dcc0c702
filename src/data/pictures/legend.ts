import type { Canvas, Colour } from './canvas';
import { characterWidth } from './glyphs';

/** Colour and its meaning. */
export type LegendEntry = readonly [text: string, colour: Colour];

/** Height of a legend below a picture, in pixels. */
export const legendHeight = 28;

const [margin, swatch, gap, between] = [8, 18, 8, 22];

/** Computes the width of a legend in pixels. */
export function legendWidth(entries: readonly LegendEntry[]): number {
  const widths = entries.map(([text]) => swatch + gap + text.length * characterWidth);
  return widths.reduce((sum, width) => sum + width, 2 * margin + between * (entries.length - 1));
}

/** Draws colours and their names in one line, from the left. */
export function drawLegend(canvas: Canvas, entries: readonly LegendEntry[], top: number): void {
  let left = margin;
  for (const [text, colour] of entries) {
    canvas.fill(left, top + 9, swatch, 10, colour);
    left = canvas.write(text, left + swatch + gap, top + 7) + between;
  }
}
