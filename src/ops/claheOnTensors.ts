import * as tf from '@tensorflow/tfjs';

import type { ClaheAxis, ClaheGrid } from '../kernels/claheGrid';

/**
 * CLAHE by tensor functions only, so that GPUs need not read back; within one grey level of OpenCV. Call it in
 * `tf.tidy`.
 */
export function claheOnTensors(images: tf.Tensor4D, grid: ClaheGrid): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const planes = batch * channels;
  const levels = tf.round(tf.mul(tf.clipByValue(images, 0, 1), 255));
  const maps = tf.transpose(levels, [0, 3, 1, 2]).reshape<tf.Tensor3D>([planes, height, width]);
  const tables = lookUpTables(histograms(maps, grid), grid).flatten();
  const mixed = mix(maps, tables, grid).reshape([batch, channels, height, width]);
  return tf.div(tf.transpose(mixed, [0, 2, 3, 1]), 255);
}

/**
 * Computes the histograms of all tiles: [planes, height, width] → [planes · tiles, 256].
 *
 * A level is 16 · high + low. The product of one-hot rows of both digits counts the pairs, with 32 numbers per pixel;
 * one-hot levels would take 256.
 */
function histograms(maps: tf.Tensor3D, { rows, columns }: ClaheGrid): tf.Tensor2D {
  const padded = tf.gather(
    tf.gather(maps, tf.tensor1d(rows.source, 'int32'), 1),
    tf.tensor1d(columns.source, 'int32'),
    2,
  );
  const tiles = tf.transpose(padded.reshape([-1, rows.tileLength, columns.tiles, columns.tileLength]), [0, 2, 1, 3]);
  const area = rows.tileLength * columns.tileLength;
  // Some GPU backends sum over pairs of pixels and read garbage after an odd number. Levels below 0 are not counted.
  const pixels = tf.pad(
    tiles.reshape([-1, area, 1]),
    [
      [0, 0],
      [0, area % 2],
      [0, 0],
    ],
    -16,
  );
  const high = tf.floor(tf.mul(pixels, 1 / 16));
  const low = tf.sub(pixels, tf.mul(high, 16));
  const digits = tf.range(0, 16);
  const isHigh = tf.cast(tf.equal(high, digits), 'float32');
  const isLow = tf.cast(tf.equal(low, digits), 'float32');
  return tf.matMul(isHigh, isLow, true, false).reshape<tf.Tensor2D>([-1, 256]);
}

/** Clips the histograms, spreads the excess evenly, and accumulates the bins into levels. */
function lookUpTables(histogram: tf.Tensor2D, { limit, scale }: ClaheGrid): tf.Tensor2D {
  const levels = limit < Number.POSITIVE_INFINITY ? clipped(histogram, limit) : histogram;
  return tf.minimum(tf.round(tf.mul(tf.cumsum(levels, 1), scale)), 255);
}

function clipped(histogram: tf.Tensor2D, limit: number): tf.Tensor2D {
  const excess = tf.sum(tf.relu(tf.sub(histogram, limit)), 1, true);
  const share = tf.floor(tf.mul(excess, 1 / 256));
  const rest = tf.sub(excess, tf.mul(share, 256));
  // Half a unit extra: quotients on GPUs may come out slightly below a whole number.
  const step = tf.maximum(tf.floor(tf.div(256.5, tf.maximum(rest, 1))), 1);
  const bins = tf.range(0, 256).reshape([1, 256]);
  const turn = tf.floor(tf.div(tf.add(bins, 0.5), step));
  const chosen = tf.logicalAnd(tf.equal(bins, tf.mul(turn, step)), tf.less(turn, rest));
  return tf.add(tf.add(tf.minimum(histogram, limit), share), tf.cast(chosen, 'float32'));
}

function mix(maps: tf.Tensor3D, tables: tf.Tensor, { rows, columns }: ClaheGrid): tf.Tensor {
  const levels = tf.cast(maps, 'int32');
  const perPlane = rows.tiles * columns.tiles * 256;
  const plane = tf.range(0, maps.shape[0], 1, 'int32').mul(tf.scalar(perPlane, 'int32')).reshape([-1, 1, 1]);
  const down = (tiles: Int32Array) =>
    tf.tensor3d(
      tiles.map((tile) => tile * columns.tiles * 256),
      [1, tiles.length, 1],
      'int32',
    );
  const across = (tiles: Int32Array) =>
    tf.tensor3d(
      tiles.map((tile) => tile * 256),
      [1, 1, tiles.length],
      'int32',
    );
  const look = (row: Int32Array, column: Int32Array) =>
    tf.gather(tables, tf.add(tf.add(levels, plane), tf.add(down(row), across(column))));
  const weight = ({ weight }: ClaheAxis, shape: [number, number, number]) => tf.tensor3d(weight, shape);
  const a = weight(columns, [1, 1, columns.weight.length]);
  const b = weight(rows, [1, rows.weight.length, 1]);
  const row = (tiles: Int32Array) =>
    tf.add(tf.mul(look(tiles, columns.before), tf.sub(1, a)), tf.mul(look(tiles, columns.behind), a));
  return tf.round(tf.add(tf.mul(row(rows.before), tf.sub(1, b)), tf.mul(row(rows.behind), b)));
}
