import { encode } from 'fast-png';
import { resizeSample, type Sample } from 'msa-unet';

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
 * both run along the same pixels, and a legend below. Outlines lie inside their masks
 * and follow the slice's own pixels.
 */
export function overlayPng({ sample, predicted }: OverlayInput): Uint8Array {
  const zoom = Math.max(1, Math.round(384 / Math.max(sample.height, sample.width)));
  const [height, width] = [sample.height * zoom, sample.width * zoom];
  const truth = resizeSample(sample, height, width);
  const answer = resizeSample({ ...sample, mask: predicted }, height, width);
  const line = Math.max(1, Math.round(zoom / 2));
  const canvas = new Canvas(width, height + legendHeight);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const level = Math.round(255 * truth.image[y * width + x]!);
      const [onTruth, onAnswer] = [onOutline(truth, x, y, line), onOutline(answer, x, y, line)];
      canvas.set(x, y, onTruth && onAnswer ? yellow : onTruth ? green : onAnswer ? red : [level, level, level]);
    }
  drawLegend(canvas, height);
  return encode({ width: canvas.width, height: canvas.height, data: canvas.data, channels: 3, depth: 8 });
}

/** Whether a pixel lies inside the mask and at most `line` pixels from its edge. */
function onOutline(sample: Sample, x: number, y: number, line: number): boolean {
  if (!inside(sample, x, y)) return false;
  return [line, -line].some((d) => !inside(sample, x + d, y) || !inside(sample, x, y + d));
}

function inside({ mask, height, width }: Sample, x: number, y: number): boolean {
  return x >= 0 && x < width && y >= 0 && y < height && mask[y * width + x] === 1;
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
