import { type ConvSteps, convGeometry } from '../../src/kernels/convGeometry';
import type { Values } from './gradients';

/** A convolution by its definition, one product at a time in float64, with both gradients for the upstream `dy`. */
export function convReference(
  x: Values,
  filter: Values,
  dy: Values,
  { stride = 1, dilation = 1, padding = 'same' }: ConvSteps,
) {
  const { padding: zeros } = convGeometry('reference', x.shape, filter.shape, { stride, dilation, padding });
  const [, height, width, channels] = x.shape as Shape;
  const [batch, outHeight, outWidth, filters] = dy.shape as Shape;
  const [kernelHeight, kernelWidth] = filter.shape as Shape;
  const [y, dx, dFilter] = [dy, x, filter].map(({ values }) => new Float64Array(values.length)) as Result;
  for (const [n, v, u, i, j, c, f] of indices(
    batch,
    outHeight,
    outWidth,
    kernelHeight,
    kernelWidth,
    channels,
    filters,
  )) {
    const [row, column] = [v! * stride + i! * dilation - zeros[0], u! * stride + j! * dilation - zeros[2]];
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    const from = ((n! * height + row) * width + column) * channels + c!;
    const by = ((i! * kernelWidth + j!) * channels + c!) * filters + f!;
    const to = ((n! * outHeight + v!) * outWidth + u!) * filters + f!;
    y[to]! += x.values[from]! * filter.values[by]!;
    dx[from]! += dy.values[to]! * filter.values[by]!;
    dFilter[by]! += dy.values[to]! * x.values[from]!;
  }
  return { y, dx, dFilter };
}

type Shape = [number, number, number, number];
type Result = [y: Float64Array, dx: Float64Array, dFilter: Float64Array];

/** Every combination of indices below the lengths. */
function* indices(...lengths: number[]): Generator<number[]> {
  const index = lengths.map(() => 0);
  const total = lengths.reduce((product, length) => product * length, 1);
  for (let k = 0; k < total; k++) {
    yield index;
    for (let axis = lengths.length - 1; axis >= 0 && ++index[axis]! === lengths[axis]; axis--) index[axis] = 0;
  }
}
