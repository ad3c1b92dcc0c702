import { requireInteger, requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { Plane } from '../plane';
import { resizeImage, resizeNearest } from '../resize';
import type { Sample } from '../sample';
import { Canvas, type Colour } from './canvas';
import { drawLegend, type LegendEntry, legendHeight, legendWidth } from './legend';
import type { Picture } from './picture';

const green: Colour = [64, 220, 90];
const red: Colour = [255, 70, 60];
const yellow: Colour = [255, 225, 70];

/** What {@link drawOverlay} draws. A `Sample` with its mask as `truth` fits. */
export interface OverlayOptions {
  /** Rows of the slice. */
  height: number;
  /** Columns of the slice. */
  width: number;
  /** Grey levels from 0 to 1, row by row; `windowHu` makes them of Hounsfield units. NaN is drawn black. */
  image: Float32Array;
  /** The true mask, row by row: all but 0 is inside. `null`: none. @defaultValue `null` */
  truth?: ArrayLike<number> | null;
  /** The network's mask, in the same way. @defaultValue `null` */
  prediction?: ArrayLike<number> | null;
  /** Pixels along the longer side of the drawn slice; `null`: as many as the slice has. @defaultValue `null` */
  side?: number | null;
  /** Whether to say below the slice what the colours mean, on 28 more rows. @defaultValue `false` */
  legend?: boolean;
}

/**
 * A slice with the outlines of the true mask (green) and of the prediction (red), yellow where both run along the same
 * pixels. Outlines lie inside their masks and follow the slice's own pixels.
 *
 * The slice is scaled first, bilinearly, and the outlines are drawn then: they are visible at any size.
 *
 * @throws RangeError if the image or a mask is not `height · width` long, a grey level is not from 0 to 1, or `side` is no
 * positive integer
 */
export function drawOverlay(options: OverlayOptions): Picture {
  const { height, width, image, truth = null, prediction = null, legend = false } = options;
  requireKnown<OverlayOptions & Sample>('drawOverlay', options, {
    height,
    width,
    image,
    truth,
    prediction,
    legend,
    side: 0,
    patient: 0,
    name: 0,
    mask: 0,
  });
  const side = checked(options);
  const zoom = side / Math.max(height, width);
  const size = [height, width].map((length) => Math.max(1, Math.round(length * zoom))) as [number, number];
  const greys = resizeImage({ height, width, data: image.map((level) => level || 0) }, ...size); // NaN would spread
  const onTruth = outline(options, truth, zoom, size);
  const onPrediction = outline(options, prediction, zoom, size);

  const entries: LegendEntry[] = [];
  if (truth) entries.push(['TRUTH', green]);
  if (prediction) entries.push(['PREDICTED', red]);
  if (truth && prediction) entries.push(['BOTH', yellow]);
  const canvas = legend
    ? new Canvas(greys.height + legendHeight, Math.max(greys.width, legendWidth(entries)))
    : new Canvas(...size);
  for (let y = 0; y < greys.height; y++)
    for (let x = 0; x < greys.width; x++) {
      const level = Math.round(255 * greys.data[y * greys.width + x]!);
      const [isTruth, isPrediction] = [onTruth(x, y), onPrediction(x, y)];
      canvas.set(x, y, isTruth && isPrediction ? yellow : isTruth ? green : isPrediction ? red : [level, level, level]);
    }
  if (legend) drawLegend(canvas, entries, greys.height);
  return canvas;
}

/** Throws on values out of range; the longer side of the picture. */
function checked({ height, width, image, truth, prediction, side }: OverlayOptions): number {
  requireInteger('drawOverlay', 'height', height);
  requireInteger('drawOverlay', 'width', width);
  if (side != null) requireInteger('drawOverlay', 'side', side);
  for (const [name, pixels] of Object.entries({ image, truth, prediction }))
    if (pixels && pixels.length !== height * width)
      throw invalidOption('drawOverlay', name, `height · width = ${height * width} long`, pixels.length);
  const wrong = image.find((level) => level < 0 || level > 1);
  if (wrong !== undefined)
    throw invalidOption('drawOverlay', 'image', 'grey levels from 0 to 1', wrong, {
      action: 'window Hounsfield units first',
      code: 'windowHu',
    });
  return side ?? Math.max(height, width);
}

/** Whether a pixel of the scaled mask lies inside it, and its edge is near: a line as wide as half a pixel of the slice. */
function outline(
  { height, width }: OverlayOptions,
  mask: ArrayLike<number> | null,
  zoom: number,
  size: [height: number, width: number],
): (x: number, y: number) => boolean {
  if (!mask) return () => false;
  const scaled = resizeNearest({ height, width, data: Uint8Array.from(mask, (label) => (label ? 1 : 0)) }, ...size);
  const line = Math.max(1, Math.round(zoom / 2));
  return (x, y) =>
    isInside(scaled, x, y) &&
    [line, -line].some((step) => !isInside(scaled, x + step, y) || !isInside(scaled, x, y + step));
}

function isInside({ height, width, data }: Plane<Uint8Array>, x: number, y: number): boolean {
  return x >= 0 && x < width && y >= 0 && y < height && data[y * width + x] === 1;
}
