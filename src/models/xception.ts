import { backboneUnitsOf } from '../layers/backboneUnit';
import { partSeed } from '../layers/unit';
import { XceptionBlock, type XceptionBlockOptions } from '../layers/xceptionBlock';
import { type Node, node } from '../utils/graph';
import type { BackboneOptions, Features } from './backbone';

/**
 * Builds the aligned Xception with 65 convolutional layers: `block1` to `block3` are the entry flow, `block4` to
 * `block19` the middle flow, `block20` and `block21` the exit flow.
 *
 * The low-level map is the output of the second separable convolution of `block2`.
 *
 * @see Chen et al., DeepLabv3+, 2018, https://arxiv.org/abs/1802.02611, Fig. 4
 */
export function xception(image: Node, { outputStride, width: w, momentum, seed }: BackboneOptions): Features {
  const shared = { epsilon: 1e-3, momentum };
  const unit = backboneUnitsOf({ ...shared, seed });
  const block = (name: string, [a, b, c]: [number, number, number], own: Omit<XceptionBlockOptions, 'filters'>) =>
    new XceptionBlock({ name, filters: [w(a), w(b), w(c)], ...own, ...shared, seed: partSeed(seed, name) });
  const wide = outputStride === 8; // the third entry block gives up its stride

  let x = unit('stem1', { filters: w(32), stride: 2 })(image);
  x = unit('stem2', { filters: w(64) })(x);
  x = node(block('block1', [128, 128, 128], { stride: 2 }))(x); // entry flow
  const [entry, low] = block('block2', [256, 256, 256], { stride: 2, tap: true }).apply(x) as [Node, Node];
  x = node(block('block3', [728, 728, 728], { stride: wide ? 1 : 2 }))(entry);
  for (let i = 4; i < 20; i++)
    x = node(block(`block${i}`, [728, 728, 728], { shortcut: 'identity', dilation: wide ? 2 : 1 }))(x); // middle flow
  x = node(block('block20', [728, 1024, 1024], { dilation: wide ? 2 : 1 }))(x); // exit flow
  x = node(block('block21', [1536, 1536, 2048], { shortcut: 'none', dilation: wide ? 4 : 2 }))(x);
  return { low, high: x };
}
