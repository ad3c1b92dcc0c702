import { backboneUnitsOf } from '../layers/backboneUnit';
import { InvertedResidual } from '../layers/invertedResidual';
import { partSeed } from '../layers/unit';
import { type Node, node } from '../utils/graph';
import { type BackboneOptions, type Features, stepsOf } from './backbone';

/** Table 2 of the paper without its last convolution, to 1280 channels. */
const stages = [
  { expansion: 1, filters: 16, blocks: 1, stride: 1 },
  { expansion: 6, filters: 24, blocks: 2, stride: 2 },
  { expansion: 6, filters: 32, blocks: 3, stride: 2 },
  { expansion: 6, filters: 64, blocks: 4, stride: 2 },
  { expansion: 6, filters: 96, blocks: 3, stride: 1 },
  { expansion: 6, filters: 160, blocks: 3, stride: 2 },
  { expansion: 6, filters: 320, blocks: 1, stride: 1 },
];

/**
 * Builds MobileNetV2, `block1` to `block17`. The low-level map is the output of the 24-channel stage, `block3`.
 *
 * @see Sandler et al., MobileNetV2, 2018, https://arxiv.org/abs/1801.04381, Table 2
 */
export function mobileNetV2(image: Node, { outputStride, width: w, momentum, seed }: BackboneOptions): Features {
  const shared = { epsilon: 1e-3, momentum };
  const unit = backboneUnitsOf({ ...shared, seed });
  const steps = stepsOf(stages, { start: 2, outputStride });
  let x = unit('stem', { filters: w(32), stride: 2, activation: 'relu6' })(image);
  let low = x;
  let blocks = 0;
  stages.forEach(({ expansion, filters }, stage) => {
    for (const own of steps[stage]!) {
      const name = `block${++blocks}`;
      const options = { name, filters: w(filters), expansion, ...own, ...shared, seed: partSeed(seed, name) };
      x = node(new InvertedResidual(options))(x);
    }
    if (filters === 24) low = x;
  });
  return { low, high: x };
}
