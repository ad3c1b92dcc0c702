import { blockNumbers, resNet50Blocks, splitPath } from './blockNumbers';
import type { EncoderName } from './encoderLayers';
import type { SourceNames, UnitNames } from './sourceNames';

/** Names of the weights of two Keras layers. */
const unitOf = (conv: string, bn: string): UnitNames => ({
  kernel: `${conv}/kernel`,
  gamma: `${bn}/gamma`,
  beta: `${bn}/beta`,
  mean: `${bn}/moving_mean`,
  variance: `${bn}/moving_variance`,
});

/** Weight paths of `keras.applications` in Keras 3. */
export const kerasNames: Record<EncoderName, SourceNames | string> = {
  resnet34: 'Keras has no ResNet-34; take resnet34 of torchvision or timm',
  resnet50: {
    network: 'ResNet50',
    layout: 'hwio',
    epsilon: 1.001e-5,
    rest: /^predictions\//,
    unit: (path) => {
      const [n, part] = splitPath(path);
      const [stage, place] = n === 0 ? [-1, 0] : blockNumbers(n, resNet50Blocks);
      const i = ['shortcut', 'reduce', 'spatial', 'expand'].indexOf(part);
      const name = n === 0 ? 'conv1' : `conv${stage + 2}_block${place + 1}_${i}`;
      return { ...unitOf(`${name}_conv`, `${name}_bn`), bias: `${name}_conv/bias` };
    },
    difference:
      "Keras's ResNet-50 has its strides in the first 1×1 convolution of a block, this one in the 3×3, as PyTorch's: " +
      'from block4 on the maps differ until they are trained. Weights of torchvision or timm give the same maps',
  },
  mobilenetV2: {
    network: 'MobileNetV2',
    layout: 'hwio',
    epsilon: 1e-3,
    rest: /^Conv_1(_bn)?\/|^predictions\//,
    unit: (path) => {
      const [n, part] = splitPath(path);
      if (n === 0) return unitOf('Conv1', 'bn_Conv1');
      const name = `${n === 1 ? 'expanded_conv' : `block_${n - 1}`}_${part}`;
      return unitOf(name, `${name}_BN`);
    },
    difference:
      "Keras's MobileNetV2 has the zeros of strided convolutions at the right and bottom only, this one on all sides: " +
      'away from the borders the maps are the same, but moved: by 3 pixels of the image at block3, at the end by 15 (7 at ' +
      'output stride 8)',
  },
  xception:
    "Keras's Xception is another network than this one, the aligned Xception-65: 8 middle blocks instead of 16, max-pooling " +
    'instead of strides, and no normalisation behind depthwise convolutions; take xception65 of timm',
};
