import type { ConvGeometry } from '../../convGeometry';
import { vectorsFor } from './convolveRow';
import type { Simd } from './simdOf';

/** Geometry of a convolution without the taps that never lie inside the map; small maps have many of them. */
export interface MapGeometry extends Pick<ConvGeometry, 'inputShape' | 'outputShape' | 'stride' | 'dilation'> {
  rows: Taps;
  columns: Taps;
}

/** Taps along an axis of the filter. */
interface Taps {
  first: number;
  count: number;
  /** Pixel under the first of these taps at the first output; negative outside the map. */
  start: number;
}

/** Leaves out the taps that never lie inside the map. For a filter of one tap, all pixels form a single row. */
export function mapGeometry({
  inputShape,
  outputShape,
  filterShape,
  stride,
  dilation,
  padding,
}: ConvGeometry): MapGeometry {
  const [batch, height, width, channels] = inputShape;
  const axis = (i: 1 | 2): Taps => {
    const before = padding[2 * i - 2]!;
    const reach = (outputShape[i] - 1) * stride;
    const meets = Array.from({ length: filterShape[i - 1]! }, (_, tap) => tap).filter((tap) => {
      const start = tap * dilation - before;
      return start < inputShape[i] && start + reach >= 0;
    });
    const first = meets[0] ?? 0;
    return { first, count: meets.length, start: first * dilation - before };
  };
  const [rows, columns] = [axis(1), axis(2)];
  const flat = filterShape[0] * filterShape[1] === 1 && stride === 1 && Math.max(...padding) === 0;
  const pixels = batch * height * width;
  return {
    inputShape: flat ? [1, 1, pixels, channels] : inputShape,
    outputShape: flat ? [1, 1, pixels, outputShape[3]] : outputShape,
    ...{ stride, dilation, rows, columns },
  };
}

/** Addresses that a convolution reads and writes. */
interface Places {
  x: number;
  /** [panels of sixteen, eight or four filters][rows and columns of taps][channels][filters of the panel] */
  weights: number;
  /** [filters]; `null` for none */
  bias: number | null;
  /** At least as many zeros as channels, and at least sixteen. */
  zeros: number;
  /** Two floats, the bounds that results are clipped to. */
  bounds: number;
  y: number;
}

/** Convolves a map piece by piece of its rows; pieces may be computed beside each other. */
export function convolveMap(simd: Simd, places: Places, map: MapGeometry): void {
  const [batch, outHeight, outWidth] = map.outputShape;
  for (let n = 0; n < batch; n++)
    for (let v = 0; v < outHeight; v++)
      for (let u = 0; u < outWidth; u += piece) {
        simd.next();
        convolvePiece(simd, places, map, n, v, u);
      }
  simd.finish();
}

/** Convolves the pixels of row `v` of image `n` from column `u`, one panel of filters at a time. */
function convolvePiece(
  simd: Simd,
  { x, weights, bias, zeros, bounds, y }: Places,
  { inputShape, outputShape, stride, dilation, rows, columns }: MapGeometry,
  n: number,
  v: number,
  u: number,
): void {
  const [, height, width, channels] = inputShape;
  const [, outHeight, outWidth, filters] = outputShape;
  const rowBytes = 4 * width * channels;
  const top = v * stride + rows.start;
  const skip = Math.max(0, Math.ceil(-top / dilation)); // rows of taps above the map
  const end = Math.min(rows.count, Math.floor((height - 1 - top) / dilation) + 1);
  for (let f = 0, own: number; f < filters; f += own) {
    const vectors = vectorsFor(filters - f);
    own = 4 * vectors;
    const row = simd[`convolveRow${vectors}`];
    row(
      x + (n * height + top + skip * dilation) * rowBytes,
      dilation * rowBytes,
      Math.max(0, end - skip),
      columns.count,
      columns.start + u * stride,
      dilation,
      stride,
      width,
      channels,
      zeros,
      weights + 4 * channels * columns.count * (f * rows.count + own * skip),
      bias === null ? zeros : bias + 4 * f,
      y + 4 * (((n * outHeight + v) * outWidth + u) * filters + f),
      4 * filters,
      Math.min(piece, outWidth - u),
      bounds,
    );
  }
}

/** Pixels of a row that are computed at once: a filter of one tap makes a single row of the whole map. */
const piece = 1024;

/** Returns the number of multiplications. */
export const multiplicationsOf = ({ inputShape, outputShape, rows, columns }: MapGeometry): number =>
  outputShape.reduce((product, length) => product * length, rows.count * columns.count * inputShape[3]);
