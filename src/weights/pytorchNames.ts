import { blockNumbers, resNet50Blocks, splitPath } from './blockNumbers';
import type { EncoderName } from './encoderLayers';
import type { SourceNames, UnitNames } from './sourceNames';

/** Names of the weights of two PyTorch modules. */
const unitOf = (conv: string, bn: string): UnitNames => ({
  kernel: `${conv}.weight`,
  gamma: `${bn}.weight`,
  beta: `${bn}.bias`,
  mean: `${bn}.running_mean`,
  variance: `${bn}.running_var`,
});

const counter = /\.num_batches_tracked$/.source;

/** ResNet-34, whose layers have the same names in torchvision and timm. */
const resNet34: SourceNames = {
  network: 'resnet34',
  layout: 'oihw',
  epsilon: 1e-5,
  rest: new RegExp(`^fc\\.|${counter}`),
  unit: (path) => {
    const [, stage, n, part] = /^enc(\d)_(\d)\/(.*)$/.exec(path) ?? [];
    return part === undefined ? unitOf('conv1', 'bn1') : resNetUnit(`layer${stage}.${Number(n) - 1}`, part);
  },
};

const resNet50: SourceNames = {
  network: 'resnet50',
  layout: 'oihw',
  epsilon: 1e-5,
  rest: resNet34.rest,
  unit: (path) => {
    const [n, part] = splitPath(path);
    if (n === 0) return unitOf('conv1', 'bn1');
    const [stage, place] = blockNumbers(n, resNet50Blocks);
    return resNetUnit(`layer${stage + 1}.${place}`, part);
  },
};

function resNetUnit(block: string, part: string): UnitNames {
  if (part === 'shortcut') return unitOf(`${block}.downsample.0`, `${block}.downsample.1`);
  const i = ['first', 'second'].indexOf(part) + ['reduce', 'spatial', 'expand'].indexOf(part) + 2; // one of the two is -1
  return unitOf(`${block}.conv${i}`, `${block}.bn${i}`);
}

/** Weight names of torchvision 0.28. */
export const torchvisionNames: Record<EncoderName, SourceNames | string> = {
  resnet34: resNet34,
  resnet50: resNet50,
  mobilenetV2: {
    network: 'mobilenet_v2',
    layout: 'oihw',
    epsilon: 1e-5,
    rest: new RegExp(`^features\\.18\\.|^classifier\\.|${counter}`),
    unit: (path) => {
      const [n, part] = splitPath(path);
      if (n === 0) return unitOf('features.0.0', 'features.0.1');
      const inside = n === 1 ? ['depthwise'] : ['expand', 'depthwise']; // each in its own group
      const group = inside.indexOf(part);
      const conv = `features.${n}.conv`;
      return group < 0
        ? unitOf(`${conv}.${inside.length}`, `${conv}.${inside.length + 1}`)
        : unitOf(`${conv}.${group}.0`, `${conv}.${group}.1`);
    },
  },
  xception: 'torchvision has no Xception; take xception65 of timm',
};

/** Weight names of timm 1.0. */
export const timmNames: Record<EncoderName, SourceNames | string> = {
  resnet34: resNet34,
  resnet50: resNet50,
  mobilenetV2: {
    network: 'mobilenetv2_100',
    layout: 'oihw',
    epsilon: 1e-5,
    rest: new RegExp(`^conv_head\\.|^bn2\\.|^classifier\\.|${counter}`),
    unit: (path) => {
      const [n, part] = splitPath(path);
      if (n === 0) return unitOf('conv_stem', 'bn1');
      const [stage, place] = blockNumbers(n, [1, 2, 3, 4, 3, 3, 1]);
      const convs = n === 1 ? ['dw', 'pw'] : ['pw', 'dw', 'pwl'];
      const i = ['expand', 'depthwise', 'project'].indexOf(part) - (n === 1 ? 1 : 0);
      const block = `blocks.${stage}.${place}`;
      return unitOf(`${block}.conv_${convs[i]}`, `${block}.bn${i + 1}`);
    },
  },
  xception: {
    network: 'xception65',
    layout: 'oihw',
    epsilon: 1e-3,
    rest: new RegExp(`^head\\.|${counter}`),
    unit: (path) => {
      const [n, part] = splitPath(path);
      if (n === 0) return unitOf(`stem.${Number(path.slice(-1)) - 1}.conv`, `stem.${Number(path.slice(-1)) - 1}.bn`);
      const block = `blocks.${n - 1}`;
      if (part === 'shortcut') return unitOf(`${block}.shortcut.conv`, `${block}.shortcut.bn`);
      const [, i, kind] = /^sep(\d)\/(depthwise|pointwise)$/.exec(part)!;
      const end = kind === 'depthwise' ? 'dw' : 'pw';
      return unitOf(`${block}.stack.conv${i}.conv_${end}`, `${block}.stack.conv${i}.bn_${end}`);
    },
  },
};
