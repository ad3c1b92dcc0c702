import { encode } from 'fast-png';
import type { Sample } from 'msa-unet';

import { drawText, textWidth } from './glyphs';

type Colour = readonly [red: number, green: number, blue: number];

const green: Colour = [64, 220, 90];
const red: Colour = [255, 70, 60];
const yellow: Colour = [255, 225, 70];
const grey: Colour = [190, 190, 190];

/** What an overlay shows: a slice and the network's mask of it, with 1 where it sees liver. */
export interface OverlayInput {
  readonly sample: Sample;
  readonly predicted: Uint8Array;
}

/**
 * A PNG of the slice, enlarged, with the outlines of the true mask (green) and of the prediction (red), yellow where
 * both run along the same pixels, and a legend below. Outlines are one pixel of the slice's own grid, inside the mask.
 */
export function overlayPng({ sample, predicted }: OverlayInput): Uint8Array {
  const { height, width, image } = sample;
  const zoom = Math.max(1, Math.round(384 / Math.max(height, width)));
  const canvas = new Canvas(width * zoom, height * zoom + legendHeight);
  const truth = { data: sample.mask, height, width };
  const answer = { data: predicted, height, width };
  for (let y = 0; y < height * zoom; y++)
    for (let x = 0; x < width * zoom; x++) {
      const level = Math.round(255 * image[Math.floor(y / zoom) * width + Math.floor(x / zoom)]);
      const onTruth = onOutline(truth, x, y, zoom);
      const onAnswer = onOutline(answer, x, y, zoom);
      canvas.set(x, y, onTruth && onAnswer ? yellow : onTruth ? green : onAnswer ? red : [level, level, level]);
    }
  drawLegend(canvas, height * zoom);
  return encode({ width: canvas.width, height: canvas.height, data: canvas.data, channels: 3, depth: 8 });
}

interface Mask {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** Whether a pixel of the enlarged mask lies inside it and at most `line` pixels from its edge. */
function onOutline(mask: Mask, x: number, y: number, zoom: number): boolean {
  if (!inside(mask, x, y, zoom)) return false;
  const line = Math.max(1, Math.round(zoom / 2));
  return [line, -line].some((d) => !inside(mask, x + d, y, zoom) || !inside(mask, x, y + d, zoom));
}

function inside({ data, height, width }: Mask, x: number, y: number, zoom: number): boolean {
  const [column, row] = [Math.floor(x / zoom), Math.floor(y / zoom)];
  return column >= 0 && column < width && row >= 0 && row < height && data[row * width + column] === 1;
}

const legendHeight = 28;

function drawLegend(canvas: Canvas, top: number): void {
  const entries: [string, Colour][] = [
    ['TRUTH', green],
    ['PREDICTED', red],
    ['BOTH', yellow],
  ];
  let left = 8;
  for (const [text, colour] of entries) {
    for (let y = 0; y < 10; y++) for (let x = 0; x < 18; x++) canvas.set(left + x, top + 9 + y, colour);
    drawText(text, left + 26, top + 9, (x, y) => canvas.set(x, y, grey));
    left += 26 + textWidth(text) + 22;
  }
}

class Canvas {
  readonly data: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8Array(3 * width * height);
  }

  /** Colours one pixel; what lies outside is left out. */
  set(x: number, y: number, colour: Colour): void {
    if (x >= 0 && x < this.width && y >= 0 && y < this.height) this.data.set(colour, 3 * (y * this.width + x));
  }
}
