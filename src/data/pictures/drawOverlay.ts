import { requireInteger, requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { LabelTable } from '../labels/labelTable';
import { isIn } from '../labels/maskCodes';
import { writingOrder } from '../labels/regionOrder';
import { middleChannel } from '../middleChannel';
import { resizeImage } from '../resize';
import type { Sample } from '../sample';
import { Canvas, type Colour } from './canvas';
import { drawLegend, type LegendEntry, wrapLegend } from './legend';
import { area, outline, type Size } from './maskShapes';
import type { Picture } from './picture';

const green: Colour = [64, 220, 90];
const red: Colour = [255, 70, 60];
const yellow: Colour = [255, 225, 70];

/** Options of {@link drawOverlay}. A {@link Sample} with its mask as `truth` fits. */
export interface OverlayOptions {
  /** Height of the slice in pixels. */
  height: number;
  /** Width of the slice in pixels. */
  width: number;
  /** Grey levels from 0 to 1, row by row, as {@link windowHu} returns them. NaN is drawn black. */
  image: Float32Array;
  /** Ground truth, row by row; non-zero is inside. `null`: none. @defaultValue `null` */
  truth?: ArrayLike<number> | null;
  /** Predicted mask in the same form. `null`: none. @defaultValue `null` */
  prediction?: ArrayLike<number> | null;
  /**
   * What the masks hold. Each label then has its colour: ground truth is outlined, the prediction filled. `null`: a single
   * mask. @defaultValue `null`
   */
  labels?: LabelTable | null;
  /** Length of the drawn slice's longer side in pixels. `null`: that of the slice. @defaultValue `null` */
  side?: number | null;
  /**
   * Whether to add a legend of the colours below the slice: 28 pixels for its first line, 22 for each further one. It is
   * wrapped at the width of the slice, or at 360 pixels if that is narrower. @defaultValue `false`
   */
  legend?: boolean;
}

/**
 * Draws a slice with the outlines of ground truth (green) and prediction (red), yellow where they coincide. Outlines
 * lie inside their masks and follow the slice's own pixels. With a table of `labels`, each has a colour of its own: outlines
 * are ground truth, filled areas the prediction.
 *
 * Of several channels, the middle one is drawn: of neighbouring slices, the slice itself. It is scaled bilinearly before the outlines are drawn, so that they are visible at any size. Options:
 * {@link OverlayOptions}.
 *
 * @throws OptionError if the image or a mask is not `height · width` long, a grey level is not from 0 to 1, or `side`
 * is not a positive integer
 * @example
 * ```ts
 * import { drawOverlay, generatePhantom, windowHu } from 'msa-unet';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 3, size: 64 });
 * const { height, width, hu, mask } = patient!.slices[1]!;
 * const picture = drawOverlay({ height, width, image: windowHu(hu), truth: mask, side: 256 });
 * console.log(picture.height, picture.width); // 256 256
 * ```
 */
export function drawOverlay(options: OverlayOptions): Picture {
  const { height, width, image, truth = null, prediction = null, legend = false, labels = null } = options;
  requireKnown<OverlayOptions & Sample>('drawOverlay', options, {
    height,
    width,
    image,
    truth,
    prediction,
    legend,
    labels,
    side: 0,
    patient: 0,
    name: 0,
    mask: 0,
    undrawn: 0,
  });
  const side = checked(options);
  const zoom = side / Math.max(height, width);
  const size = [height, width].map((length) => Math.max(1, Math.round(length * zoom))) as [number, number];
  const shown = middleChannel(image, height * width).map((level) => level || 0); // NaN would spread
  const greys = resizeImage({ height, width, data: shown }, ...size);
  const { entries, colourAt } = labels ? ofLabels(options, labels, zoom, size) : ofMasks(options, zoom, size);
  const below = legend ? wrapLegend(entries, greys.width) : null;
  const canvas = new Canvas(greys.height + (below?.height ?? 0), Math.max(greys.width, below?.width ?? 0));
  for (let y = 0; y < greys.height; y++)
    for (let x = 0; x < greys.width; x++) {
      const level = Math.round(255 * greys.data[y * greys.width + x]!);
      canvas.set(x, y, colourAt(x, y, [level, level, level]));
    }
  if (below) drawLegend(canvas, below, greys.height);
  return canvas;
}

/** Legend of a picture, and the colour of a pixel on its grey level. */
interface Painting {
  readonly entries: readonly LegendEntry[];
  readonly colourAt: (x: number, y: number, grey: Colour) => Colour;
}

function ofMasks(options: OverlayOptions, zoom: number, size: Size): Painting {
  const { truth = null, prediction = null } = options;
  const onTruth = outline(options, truth, zoom, size);
  const onPrediction = outline(options, prediction, zoom, size);
  const entries: LegendEntry[] = [];
  if (truth) entries.push(['TRUTH', green]);
  if (prediction) entries.push(['PREDICTED', red]);
  if (truth && prediction) entries.push(['BOTH', yellow]);
  return {
    entries,
    colourAt: (x, y, grey) => {
      const [isTruth, isPrediction] = [onTruth(x, y), onPrediction(x, y)];
      return isTruth && isPrediction ? yellow : isTruth ? green : isPrediction ? red : grey;
    },
  };
}

/** Colour that stands for those of all labels. */
const plain: Colour = [190, 190, 190];

/** Share of a label's colour where it is predicted. */
const opacity = 0.45;

/** Labels are drawn in the order in which masks are written, later over earlier. */
function ofLabels(options: OverlayOptions, table: LabelTable, zoom: number, size: Size): Painting {
  const { truth = null, prediction = null } = options;
  const of = (mask: ArrayLike<number> | null, index: number) =>
    mask && Uint8Array.from(mask, (code) => (isIn(table, code, index) ? 1 : 0));
  const layers = table.labels.map(({ name, color }, index) => ({
    name,
    color,
    onTruth: outline(options, of(truth, index), zoom, size),
    inPrediction: area(options, of(prediction, index), size),
  }));
  const drawn = writingOrder(table).map((index) => layers[index]!);
  return {
    entries: [
      ...layers.map(({ name, color }): LegendEntry => [name, color]),
      ...(truth ? [['TRUTH', plain, true] as const] : []),
      ...(prediction ? [['PREDICTED', plain] as const] : []),
    ],
    colourAt: (x, y, grey) => {
      const line = drawn.findLast(({ onTruth }) => onTruth(x, y));
      if (line) return line.color;
      const filled = drawn.findLast(({ inPrediction }) => inPrediction(x, y));
      return filled ? mixed(grey, filled.color) : grey;
    },
  };
}

const mixed = (grey: Colour, color: Colour): Colour => {
  const level = (i: 0 | 1 | 2) => Math.round(grey[i] + (color[i] - grey[i]) * opacity);
  return [level(0), level(1), level(2)];
};

/** Validates the options and returns the length of the picture's longer side. */
function checked({ height, width, image, truth, prediction, side }: OverlayOptions): number {
  requireInteger('drawOverlay', 'height', height);
  requireInteger('drawOverlay', 'width', width);
  if (side != null) requireInteger('drawOverlay', 'side', side);
  if (image.length === 0 || image.length % (height * width) !== 0)
    throw invalidOption(
      'drawOverlay',
      'image',
      `height · width = ${height * width} long for each channel`,
      image.length,
    );
  for (const [name, pixels] of Object.entries({ truth, prediction }))
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
