import * as tf from '@tensorflow/tfjs';

import type { Neighbours } from '../utils/neighbours';
import { hostKernel, runsOnHost } from './hostKernel';

/** Where the rows and columns of a batch come from; what comes from `low` −1 is 0. */
export interface AxesOptions {
  /** Rows of the first image, then those of the second, …: `batch · height` in all. */
  rows: Neighbours[];
  /** Columns of the first image, then those of the second, …: `batch · width` in all. */
  columns: Neighbours[];
}

/**
 * Makes every row and every column of a map from two others, for each image in its own way.
 *
 * [batch, height, width, channels] → the same. Shares of 0 and 1 copy values bit by bit.
 */
export function resampleAxes(maps: tf.Tensor4D, { rows, columns }: AxesOptions): tf.Tensor4D {
  if (runsOnHost()) return onHost([maps], { rows, columns, shape: maps.shape })[0] as tf.Tensor4D;
  return tf.tidy(() => mixFirstAxis(mixFirstAxis(maps, rows), columns));
}

/** A loop, because WASM multiplies stacks of matrices, with which GPUs do this, tens of times slower. */
const onHost = hostKernel<{ rows: Neighbours[]; columns: Neighbours[]; shape: number[] }>({
  name: 'MsaUnetResampleAxes',
  outputShapes: ([shape]) => [shape!],
  loop: ([maps], [out], { rows, columns, shape }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    for (let n = 0; n < batch; n++) {
      const across = offsetsOf(columns.slice(n * width, (n + 1) * width), channels);
      for (let y = n * height; y < (n + 1) * height; y++) {
        const start = y * width * channels;
        const { low, high, share } = rows[y]!;
        if (low < 0) {
          out!.fill(0, start, start + width * channels);
          continue;
        }
        const above = (n * height + low) * width * channels;
        mixRow(maps!, out!.subarray(start, start + width * channels), across, {
          above,
          below: above + (high - low) * width * channels,
          share,
          channels,
        });
      }
    }
  },
});

interface Offsets {
  low: Int32Array;
  high: Int32Array;
  share: Float64Array;
}

const offsetsOf = (axis: Neighbours[], channels: number): Offsets => ({
  low: Int32Array.from(axis, ({ low }) => low * channels),
  high: Int32Array.from(axis, ({ high }) => high * channels),
  share: Float64Array.from(axis, ({ share }) => share),
});

interface RowPair {
  /** Where the two rows start. */
  above: number;
  below: number;
  share: number;
  channels: number;
}

function mixRow(
  maps: Float32Array,
  out: Float32Array,
  { low, high, share }: Offsets,
  { above, below, share: down, channels }: RowPair,
): void {
  for (let x = 0, i = 0; x < low.length; x++) {
    const [left, right, a] = [low[x]!, high[x]!, share[x]!];
    for (let c = 0; c < channels; c++, i++) {
      if (left < 0) {
        out[i] = 0;
        continue;
      }
      const upper = (1 - a) * maps[above + left + c]! + a * maps[above + right + c]!;
      const lower = (1 - a) * maps[below + left + c]! + a * maps[below + right + c]!;
      out[i] = (1 - down) * upper + down * lower;
    }
  }
}

/** Mixes along the first axis behind the batch, and swaps it with the second: done twice, both are where they were. */
function mixFirstAxis(maps: tf.Tensor4D, axis: Neighbours[]): tf.Tensor4D {
  const [batch, length, other, channels] = maps.shape;
  const lines = maps.reshape<tf.Tensor3D>([batch, length, other * channels]);
  const mixed = tf.matMul(mixingMatrices(axis, batch, length), lines);
  return mixed.reshape<tf.Tensor4D>([batch, length, other, channels]).transpose([0, 2, 1, 3]);
}

/** [batch, length, length]: what every line is made of. */
function mixingMatrices(axis: Neighbours[], batch: number, length: number): tf.Tensor3D {
  const matrices = new Float32Array(batch * length * length);
  axis.forEach(({ low, high, share }, line) => {
    if (low < 0) return;
    matrices[line * length + low]! += 1 - share;
    matrices[line * length + high]! += share;
  });
  return tf.tensor3d(matrices, [batch, length, length]);
}
