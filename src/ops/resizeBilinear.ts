import * as tf from '@tensorflow/tfjs';

import { requireInteger, requireOneOf } from '../utils/check';
import { hostKernel, runsOnHost } from './hostKernel';
import { withGradient } from './withGradient';

/**
 * Where the pixels of a resized map lie on the original.
 *
 * `'halfPixel'`: pixels are squares and corners stay corners, as in today's Keras and PyTorch; commutes with flips.
 * `'asymmetric'`: the first pixels coincide, as in TensorFlow 1.
 */
export type BilinearGrid = 'halfPixel' | 'asymmetric';

/**
 * Bilinear resize: [batch, height, width, channels] → [batch, size[0], size[1], channels].
 *
 * The stock gradient ignores the half-pixel grid on every backend.
 *
 * @throws RangeError if a length is no positive integer or the grid is none
 */
export function resizeBilinear(
  x: tf.Tensor4D,
  size: [height: number, width: number],
  grid: BilinearGrid = 'halfPixel',
): tf.Tensor4D {
  requireInteger('resizeBilinear', 'height', size[0]);
  requireInteger('resizeBilinear', 'width', size[1]);
  requireGrid('resizeBilinear', grid);
  const [, height, width] = x.shape;
  return withGradient([x], {
    forward: () => ({ value: tf.image.resizeBilinear(x, size, false, grid === 'halfPixel'), saved: [] }),
    gradients: (dy) => {
      const rows = interpolation(height, size[0], grid);
      const columns = interpolation(width, size[1], grid);
      return runsOnHost()
        ? gradientOnHost([dy], {
            shape: x.shape,
            size,
            rowBelow: rows.below,
            rowShare: rows.share,
            columnBelow: columns.below,
            columnShare: columns.share,
          })
        : [gradientByMatMul(dy, rows, columns)];
    },
  });
}

/** Throws unless the option `grid` is one. */
export function requireGrid(owner: string, grid: BilinearGrid): void {
  requireOneOf(owner, 'grid', grid, ['halfPixel', 'asymmetric']);
}

/** How one axis of the output is mixed: of pixel `below[o]` and, with weight `share[o]`, of the next one. */
interface Interpolation {
  length: number;
  below: number[];
  share: number[];
}

function interpolation(length: number, outLength: number, grid: BilinearGrid): Interpolation {
  const scale = length / outLength;
  const shift = grid === 'halfPixel' ? 0.5 : 0;
  const positions = Array.from({ length: outLength }, (_, o) =>
    Math.min(Math.max((o + shift) * scale - shift, 0), length - 1),
  );
  return { length, below: positions.map(Math.floor), share: positions.map((p) => p - Math.floor(p)) };
}

type ResizeAttributes = {
  shape: number[];
  size: number[];
  rowBelow: number[];
  rowShare: number[];
  columnBelow: number[];
  columnShare: number[];
};

const gradientOnHost = hostKernel<ResizeAttributes>({
  name: 'MsaUnetResizeBilinearGradient',
  outputShapes: (_, { shape }) => [shape],
  loop: ([dy], [dx], { shape, size, rowBelow, rowShare, columnBelow, columnShare }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const [outHeight, outWidth] = size as [number, number];
    dx!.fill(0);
    let out = 0;
    for (let n = 0; n < batch; n++)
      for (let v = 0; v < outHeight; v++) {
        const y = rowBelow[v]!;
        const down = y + 1 < height ? width * channels : 0; // at the border the share is 0
        const lower = rowShare[v]!;
        for (let u = 0; u < outWidth; u++) {
          let at = ((n * height + y) * width + columnBelow[u]!) * channels;
          const next = columnBelow[u]! + 1 < width ? channels : 0;
          const right = columnShare[u]!;
          const [a, b, c, d] = [(1 - lower) * (1 - right), (1 - lower) * right, lower * (1 - right), lower * right];
          for (let k = 0; k < channels; k++, at++, out++) {
            const g = dy![out]!;
            dx![at]! += a! * g;
            dx![at + next]! += b! * g;
            dx![at + down]! += c! * g;
            dx![at + down + next]! += d! * g;
          }
        }
      }
  },
});

/** Resizing is a matrix per axis; its gradient is their transposes. */
function gradientByMatMul(dy: tf.Tensor4D, rows: Interpolation, columns: Interpolation): tf.Tensor4D {
  const [batch, outHeight, outWidth, channels] = dy.shape;
  const narrow = tf.matMul(transposed(columns), dy.reshape<tf.Tensor3D>([batch * outHeight, outWidth, channels]));
  const flat = narrow.reshape<tf.Tensor3D>([batch, outHeight, columns.length * channels]);
  return tf.matMul(transposed(rows), flat).reshape([batch, rows.length, columns.length, channels]);
}

/** [1, length, outLength] */
function transposed({ length, below, share }: Interpolation): tf.Tensor3D {
  const outLength = below.length;
  const matrix = new Float32Array(length * outLength);
  below.forEach((p, o) => {
    matrix[p * outLength + o]! += 1 - share[o]!;
    if (share[o]! > 0) matrix[(p + 1) * outLength + o]! += share[o]!;
  });
  return tf.tensor3d(matrix, [1, length, outLength]);
}
