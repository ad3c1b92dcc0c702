import { requireInteger, requireOneOf } from '../utils/check';
import { invalidOption, show, unfit } from '../utils/errors';

/** Zero padding around a map, in pixels: `[top, bottom, left, right]`. */
export type Padding = [top: number, bottom: number, left: number, right: number];

/** Shapes, steps and padding of a convolution. Lengths are in pixels. */
export type ConvGeometry = {
  inputShape: [batch: number, height: number, width: number, channels: number];
  outputShape: [batch: number, height: number, width: number, channels: number];
  filterShape: [height: number, width: number, input: number, output: number];
  stride: number;
  dilation: number;
  padding: Padding;
};

/** Stride, dilation and padding of a convolution as callers pass them. */
export interface ConvSteps {
  stride?: number;
  dilation?: number;
  padding?: 'same' | 'valid' | 'symmetric' | Padding;
}

/** Computes the {@link ConvGeometry} of a convolution and checks that its parts fit together. */
export function convGeometry(
  owner: string,
  inputShape: number[],
  filterShape: number[],
  { stride = 1, dilation = 1, padding: rule = 'same' }: ConvSteps,
): ConvGeometry {
  const steps = { stride, dilation, padding: rule };
  requireFitting(owner, inputShape, filterShape, steps);
  const [batch, height, width] = inputShape as ConvGeometry['inputShape'];
  const [kernelHeight, kernelWidth, , filters] = filterShape as ConvGeometry['filterShape'];
  const reach: [number, number] = [(kernelHeight - 1) * dilation + 1, (kernelWidth - 1) * dilation + 1];
  const padding = paddingOf(owner, [height, width], reach, steps);
  requireZeros(owner, padding, reach);
  const [top, bottom, left, right] = padding;
  const [padded, across] = [height + top + bottom, width + left + right];
  if (padded < reach[0] || across < reach[1])
    throw unfit(
      owner,
      'padding',
      padding,
      `a window of ${reach.join('×')} does not fit a padded map of ${padded}×${across}`,
    );
  return {
    inputShape: inputShape as ConvGeometry['inputShape'],
    outputShape: [
      batch,
      Math.floor((padded - reach[0]) / stride) + 1,
      Math.floor((across - reach[1]) / stride) + 1,
      filters,
    ],
    filterShape: filterShape as ConvGeometry['filterShape'],
    stride,
    dilation,
    padding,
  };
}

/** Throws unless each side has a whole number of zeros, fewer than the window is long. */
function requireZeros(owner: string, padding: Padding, reach: [number, number]): void {
  const fits =
    padding.length === 4 &&
    padding.every((zeros, i) => Number.isInteger(zeros) && zeros >= 0 && zeros < reach[i < 2 ? 0 : 1]);
  if (!fits)
    throw invalidOption(
      owner,
      'padding',
      `four whole numbers from 0, less than the window of ${reach.join('×')}`,
      padding,
    );
}

function requireFitting(
  owner: string,
  input: number[],
  filter: number[],
  { stride, dilation }: Required<ConvSteps>,
): void {
  if (input.length !== 4 || filter.length !== 4 || input[3] !== filter[2])
    throw unfit(
      owner,
      'filter',
      filter,
      'expected a map [batch, height, width, channels] and a filter [height, width, channels, filters]; ' +
        `received ${show(input)} and ${show(filter)}`,
    );
  requireInteger(owner, 'stride', stride);
  requireInteger(owner, 'dilation', dilation);
  if (stride > 1 && dilation > 1)
    throw unfit(
      owner,
      'dilation',
      dilation,
      `stride and dilation cannot both exceed 1; received stride ${stride}, dilation ${dilation}`,
    );
}

function paddingOf(
  owner: string,
  [height, width]: number[],
  [down, across]: [number, number],
  { stride, padding }: Required<ConvSteps>,
): Padding {
  if (padding === 'valid') return [0, 0, 0, 0];
  if (padding === 'same') return [...samePadding(height!, down, stride), ...samePadding(width!, across, stride)];
  if (Array.isArray(padding)) return padding;
  requireOneOf(owner, 'padding', padding, ['same', 'valid', 'symmetric']);
  const [y, x] = [(down - 1) / 2, (across - 1) / 2];
  if (!Number.isInteger(y) || !Number.isInteger(x))
    throw invalidOption(owner, 'padding', `other than symmetric for an even window of ${down}×${across}`, padding);
  return [y, y, x, x];
}

/** Computes the padding of TensorFlow's 'same': ceil(length / stride) outputs, with an odd extra zero at the end. */
export function samePadding(length: number, window: number, stride: number): [before: number, after: number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + window - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Returns the TensorFlow rule that gives this padding, for kernels that accept nothing else; `null` if none does. */
export function paddingRule({ inputShape, filterShape, stride, dilation, padding }: ConvGeometry) {
  if (Math.max(...padding) === 0) return 'valid';
  const sides = [0, 1].map((i) => samePadding(inputShape[i + 1]!, (filterShape[i]! - 1) * dilation + 1, stride));
  return String(padding) === String(sides) ? 'same' : null;
}

/**
 * Returns the padding as stock convolutions take it: by one of TensorFlow's rules where possible, which some kernels need to
 * be fast, and otherwise in numbers. Where the stride is longer than the window, XNNPACK takes 'same' for negative padding.
 */
export function stockPadding(geometry: ConvGeometry): 'same' | 'valid' | ExplicitPadding {
  const { filterShape, stride, dilation, padding } = geometry;
  const rule = paddingRule(geometry);
  const window = (Math.min(filterShape[0], filterShape[1]) - 1) * dilation + 1;
  return rule === null || (rule === 'same' && stride > window) ? explicitPadding(padding) : rule;
}

/** Converts a padding to the form that tfjs's convolutions take. */
export const explicitPadding = ([top, bottom, left, right]: Padding): ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];
