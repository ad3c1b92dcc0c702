import { samePadding } from './convGeometry';

/** Geometry of a pooling with square windows. Lengths are in pixels. */
export type Pooling = {
  /** Shape of the input. */
  shape: number[];
  /** Shape of the result. */
  outShape: number[];
  poolSize: number;
  stride: number;
  /** One of TensorFlow's rules, or 'symmetric' for the same padding on all sides. */
  padding: 'same' | 'valid' | 'symmetric';
  /** Padding above and to the left of the map. */
  top: number;
  left: number;
};

/** Computes where the windows of a pooling lie on a map [batch, height, width, channels]. */
export function poolingOf(
  shape: readonly number[],
  { poolSize, stride, padding }: Pick<Pooling, 'poolSize' | 'stride' | 'padding'>,
): Pooling {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const margins = (length: number): [before: number, after: number] => {
    if (padding === 'same') return samePadding(length, poolSize, stride);
    const margin = padding === 'symmetric' ? (poolSize - 1) / 2 : 0;
    return [margin, margin];
  };
  const [[top, bottom], [left, right]] = [margins(height), margins(width)];
  const windows = (length: number) => Math.floor((length - poolSize) / stride) + 1;
  const outShape = [batch, windows(height + top + bottom), windows(width + left + right), channels];
  return { shape: [...shape], outShape, poolSize, stride, padding, top, left };
}
