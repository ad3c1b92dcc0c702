import { backboneUnitsOf } from '../layers/backboneUnit';
import { Bottleneck } from '../layers/bottleneck';
import { MaxPooling2D } from '../layers/maxPooling2d';
import { partSeed } from '../layers/unit';
import { type Node, node } from '../utils/graph';
import { type BackboneOptions, type Features, stepsOf } from './backbone';

/** conv2 to conv5 of the paper's Table 1. */
const stages = [
  { filters: 64, blocks: 3, stride: 1 },
  { filters: 128, blocks: 4, stride: 2 },
  { filters: 256, blocks: 6, stride: 2 },
  { filters: 512, blocks: 3, stride: 2 },
];

/**
 * Builds ResNet-50, `block1` to `block16`. The low-level map is the output of conv2, `block3`.
 *
 * @see He et al., Deep Residual Learning, 2015, https://arxiv.org/abs/1512.03385, Table 1
 */
export function resNet50(image: Node, { outputStride, width: w, momentum, seed }: BackboneOptions): Features {
  const shared = { epsilon: 1e-5, momentum };
  const unit = backboneUnitsOf({ ...shared, seed });
  const steps = stepsOf(stages, { start: 4, outputStride });
  let x = unit('stem', { filters: w(64), kernelSize: 7, stride: 2 })(image);
  x = node(new MaxPooling2D({ name: 'pool', poolSize: 3, stride: 2, padding: 'symmetric' }))(x);
  let low = x;
  let blocks = 0;
  stages.forEach(({ filters }, stage) => {
    for (const [i, own] of steps[stage]!.entries()) {
      const name = `block${++blocks}`;
      const shortcut = i === 0 ? 'conv' : 'identity';
      const options = { name, filters: w(filters), shortcut, ...own, ...shared, seed: partSeed(seed, name) } as const;
      x = node(new Bottleneck(options))(x);
    }
    if (stage === 0) low = x;
  });
  return { low, high: x };
}
