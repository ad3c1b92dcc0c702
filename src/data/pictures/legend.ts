import type { Canvas, Colour } from './canvas';
import { characterWidth } from './glyphs';

/** Text, its colour, and whether the colour is that of an outline rather than an area. */
export type LegendEntry = readonly [text: string, colour: Colour, isOutline?: boolean];

/** Where the entries of a legend go; sizes are in pixels. */
export interface Legend {
  readonly lines: readonly (readonly LegendEntry[])[];
  readonly height: number;
  readonly width: number;
}

const [margin, swatch, gap, between] = [8, 18, 8, 22];

/** Heights of the first line and of each further one. */
const [first, further] = [28, 22];

/** Lines are at least as wide, whatever the picture: then truth, prediction and both fit in one. */
const leastWidth = 360;

/** Wraps a legend at the width of its picture; a longer entry has a line for itself. */
export function wrapLegend(entries: readonly LegendEntry[], width: number): Legend {
  const limit = Math.max(width, leastWidth);
  const lines: LegendEntry[][] = [[]];
  for (const entry of entries) {
    const line = lines.at(-1)!;
    if (line.length > 0 && lineWidth([...line, entry]) > limit) lines.push([entry]);
    else line.push(entry);
  }
  return {
    lines,
    height: first + further * (lines.length - 1),
    width: lines.map(lineWidth).reduce((most, one) => Math.max(most, one), 0),
  };
}

/** Draws colours and their names line by line, from the left. */
export function drawLegend(canvas: Canvas, { lines }: Legend, top: number): void {
  for (const [row, line] of lines.entries()) {
    const above = top + row * further;
    let left = margin;
    for (const [text, colour, isOutline = false] of line) {
      canvas.fill(left, above + 9, swatch, 10, colour);
      if (isOutline) canvas.fill(left + 2, above + 11, swatch - 4, 6, [0, 0, 0]);
      left = canvas.write(text, left + swatch + gap, above + 7) + between;
    }
  }
}

function lineWidth(entries: readonly LegendEntry[]): number {
  const widths = entries.map(([text]) => swatch + gap + text.length * characterWidth);
  return widths.reduce((sum, width) => sum + width, 2 * margin + between * (entries.length - 1));
}
