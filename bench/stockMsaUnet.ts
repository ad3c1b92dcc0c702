import * as tf from '@tensorflow/tfjs';

import { type Node, node } from '../src/utils/graph';

/** MSA-UNet composed of stock `tf.layers` alone: what there would be without this library. Inference only on most backends. */
export function stockMsaUnet(size: number, baseFilters: number): tf.LayersModel {
  const f = baseFilters;
  const image = tf.input({ shape: [size, size, 1] });
  const e1 = msrb(image, f);
  const e2 = msrb(pool(2)(e1), 2 * f);
  const e3 = msrb(pool(2)(e2), 4 * f);
  const e4 = msrb(pool(2)(e3), 8 * f);
  const e5 = msrb(pool(2)(e4), 16 * f);
  const d4 = rasm(e4, aaspp(e5));
  const d3 = rasm(e3, d4);
  const d2 = rasm(e2, d3);
  const d1 = rasm(e1, d2);
  const head = node(tf.layers.conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }));
  return tf.model({ inputs: image, outputs: head(d1) });
}

const unit = (x: Node, filters: number, kernelSize: number, dilationRate = 1): Node => {
  const y = node(tf.layers.conv2d({ filters, kernelSize, dilationRate, padding: 'same' }))(x);
  return node(tf.layers.activation({ activation: 'relu' }))(node(tf.layers.batchNormalization())(y));
};
const pool = (poolSize: number) => node(tf.layers.maxPooling2d({ poolSize, padding: 'same' }));
const up = () => node(tf.layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }));
const add = (...maps: Node[]) => node(tf.layers.add())(maps);
const join = (...maps: Node[]) => node(tf.layers.concatenate())(maps);

function msrb(x: Node, f: number): Node {
  const double = unit(unit(x, f, 3), f, 3);
  return add(unit(x, f, 1), unit(join(unit(x, f, 3), double), f, 1));
}

function msam(x: Node): Node {
  const c = x.shape[3]!;
  const [f2, f4, f8] = [pool(2)(x), pool(4)(x), pool(8)(x)];
  const g4 = add(f4!, up()(unit(f8!, c, 3)));
  const g2 = add(f2!, up()(unit(g4, c, 3)));
  const gate = node(tf.layers.conv2d({ filters: c, kernelSize: 1, activation: 'sigmoid' }));
  return node(tf.layers.multiply())([x, gate(up()(unit(g2, c, 3)))]);
}

function aaspp(x: Node): Node {
  const c = x.shape[3]!;
  return unit(join(...[1, 2, 4, 8].map((rate) => msam(unit(x, c, rate === 1 ? 1 : 3, rate)))), c, 1);
}

function rasm(low: Node, high: Node): Node {
  const c = low.shape[3]!;
  const u = up()(high);
  return add(unit(low, c, 1), unit(u, c, 1), msam(msrb(msrb(join(u, low), c), c)));
}
