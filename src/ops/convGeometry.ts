import { invalidOption, show } from '../utils/errors';

/** Zeros around a map: `[top, bottom, left, right]`. */
export type Padding = [top: number, bottom: number, left: number, right: number];

/** Everything that is fixed about a convolution before its numbers are. Lengths are pixels. */
export type ConvGeometry = {
  inputShape: [batch: number, height: number, width: number, channels: number];
  outputShape: [batch: number, height: number, width: number, channels: number];
  filterShape: [height: number, width: number, input: number, output: number];
  stride: number;
  dilation: number;
  padding: Padding;
};

/** Computes the {@link ConvGeometry} of a convolution and checks that its parts fit together. */
export function convGeometry(
  owner: string,
  inputShape: number[],
  filterShape: number[],
  { stride, dilation, padding }: { stride: number; dilation: number; padding: 'same' | 'valid' | Padding },
): ConvGeometry {
  if (inputShape.length !== 4 || filterShape.length !== 4 || inputShape[3] !== filterShape[2])
    throw new RangeError(
      `${owner}: expected a map [batch, height, width, channels] and a filter [height, width, channels, filters]; ` +
        `received ${show(inputShape)} and ${show(filterShape)}`,
    );
  for (const [option, value] of Object.entries({ stride, dilation }))
    if (!(Number.isInteger(value) && value >= 1)) throw invalidOption(owner, option, 'a positive integer', value);
  if (stride > 1 && dilation > 1)
    throw new RangeError(
      `${owner}: stride and dilation cannot both exceed 1; received stride ${stride}, dilation ${dilation}`,
    );
  const [batch, height, width] = inputShape as ConvGeometry['inputShape'];
  const [kernelHeight, kernelWidth, , filters] = filterShape as ConvGeometry['filterShape'];
  const reachY = (kernelHeight - 1) * dilation + 1;
  const reachX = (kernelWidth - 1) * dilation + 1;
  const zeros: Padding =
    padding === 'same'
      ? [...samePadding(height, reachY, stride), ...samePadding(width, reachX, stride)]
      : padding === 'valid'
        ? [0, 0, 0, 0]
        : padding;
  const [top, bottom, left, right] = zeros;
  if (Math.min(...zeros) < 0 || Math.max(top, bottom) >= reachY || Math.max(left, right) >= reachX)
    throw invalidOption(owner, 'padding', `less than the window of ${reachY}×${reachX} and not negative`, zeros);
  const outputHeight = Math.floor((height + top + bottom - reachY) / stride) + 1;
  const outputWidth = Math.floor((width + left + right - reachX) / stride) + 1;
  if (outputHeight < 1 || outputWidth < 1)
    throw new RangeError(
      `${owner}: a window of ${reachY}×${reachX} does not fit a padded map of ${height + top + bottom}×${width + left + right}`,
    );
  return {
    inputShape: inputShape as ConvGeometry['inputShape'],
    outputShape: [batch, outputHeight, outputWidth, filters],
    filterShape: filterShape as ConvGeometry['filterShape'],
    stride,
    dilation,
    padding: zeros,
  };
}

/** TensorFlow's 'same': ceil(length / stride) outputs, an odd surplus zero goes behind. */
export function samePadding(length: number, window: number, stride: number): [before: number, after: number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + window - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** The padding as tfjs's convolutions take it. */
export const explicitPadding = ([top, bottom, left, right]: Padding): ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];
