import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';

import { CompositeLayer } from '../../src/layers/compositeLayer';
import { Conv2D } from '../../src/layers/conv2d';
import { Conv2DTranspose } from '../../src/layers/conv2dTranspose';
import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';
import { XceptionBlock } from '../../src/layers/xceptionBlock';
import { buildCeNet } from '../../src/models/ceNet';
import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from '../../src/models/deepLabV3Plus';
import { type DescribeModelOptions, describeModel } from '../../src/models/describeModel';
import { buildMsaUnet, type MsaUnetOptions } from '../../src/models/msaUnet';
import { pruneUnetPlusPlus } from '../../src/models/pruneUnetPlusPlus';
import { buildUnet, type UnetOptions } from '../../src/models/unet';
import { buildUnetPlusPlus, type UnetPlusPlusOptions } from '../../src/models/unetPlusPlus';
import { type Node, node } from '../../src/utils/graph';

// Only shapes matter here: no random numbers for 225 million weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

/** What `describeModel` tells of a model, which is disposed. */
function described(model: tf.LayersModel, options: DescribeModelOptions = {}) {
  const description = describeModel(model, options);
  model.dispose();
  return description;
}

const open: [null, null, number] = [null, null, 1];

describe('the GMAC at 512×512 of', () => {
  it.each<[MsaUnetOptions, string]>([
    [{ baseFilters: 8 }, '9.45'],
    [{ baseFilters: 8, asppWidth: 32 }, '8.80'],
    [{ baseFilters: 16 }, '37.71'],
    [{ baseFilters: 16, asppWidth: 64 }, '35.10'],
    [{ baseFilters: 32 }, '150.66'],
    [{ baseFilters: 32, asppWidth: 128 }, '140.24'],
    [{ baseFilters: 64 }, '602.30'],
    [{ baseFilters: 64, asppWidth: 256 }, '560.61'],
  ])('MSA-UNet with %o is %s', (options, expected) => {
    expect(described(buildMsaUnet(open, options)).gigaMacs.toFixed(2)).toBe(expected);
  });

  it.each<[MsaUnetOptions, string[]]>([
    [{}, ['3.02', '12.05', '48.13', '192.37']],
    [{ encoder: 'msrb' }, ['3.55', '14.11', '56.27', '224.75']],
    [{ context: 'aaspp' }, ['3.83', '15.26', '60.97', '243.71']],
    [{ decoder: 'rasm' }, ['8.12', '32.44', '129.69', '518.58']],
  ])('U-Net with %o at base 8, 16, 32 and 64 is %o', (block, expected) => {
    const plain = { encoder: 'plain', context: 'none', decoder: 'plain' } as const;
    const gigaMacs = [8, 16, 32, 64].map(
      (baseFilters) => described(buildMsaUnet(open, { baseFilters, ...plain, ...block })).gigaMacs,
    );
    expect(gigaMacs.map((n) => n.toFixed(2))).toEqual(expected);
  });

  it.each<[UnetOptions, string]>([
    [{ baseFilters: 32, batchNorm: false, dropout: 0.5, l2: 1e-4 }, '48.1'],
    [{ batchNorm: false }, '192.4'],
    [{ baseFilters: 35, batchNorm: false }, '57.6'],
  ])('U-Net with %o is %s', (options, expected) => {
    expect(described(buildUnet(open, options)).gigaMacs.toFixed(1)).toBe(expected);
  });

  it.each<[UnetPlusPlusOptions, string]>([
    [{}, '119.0'],
    [{ deepSupervision: true }, '119.0'],
    [{ baseFilters: 64 }, '475.8'],
  ])('UNet++ with %o is %s', (options, expected) => {
    expect(described(buildUnetPlusPlus(open, options)).gigaMacs.toFixed(1)).toBe(expected);
  });

  it.each([1, 2, 3, 4] as const)('UNet++ pruned to level %i is that of the table', (level) => {
    const whole = buildUnetPlusPlus(open, { deepSupervision: true });
    const pruned = pruneUnetPlusPlus(whole, level);
    whole.dispose();
    expect(described(pruned).gigaMacs.toFixed(1)).toBe(['13.9', '35.5', '69.7', '119.0'][level - 1]);
  });

  it.each([
    [1, 512, '26.37'],
    [3, 512, '26.78'],
    [3, 448, '20.50'],
  ])('CE-Net, %i channels, at %i pixels is %s', (channels, side, expected) => {
    expect(described(buildCeNet([side, side, channels])).gigaMacs.toFixed(2)).toBe(expected);
  });

  it.each<[DeepLabV3PlusOptions, string]>([
    [{ backbone: 'xception' }, '51.2'],
    [{ backbone: 'xception', outputStride: 8 }, '171.5'],
    [{ backbone: 'mobilenetV2' }, '5.5'],
    [{ backbone: 'mobilenetV2', outputStride: 8 }, '12.8'],
    [{ backbone: 'resnet50' }, '68.7'],
    [{ backbone: 'resnet50', separable: true }, '37.2'],
    [{ backbone: 'resnet50', outputStride: 8 }, '182.1'],
    [{ backbone: 'resnet50', outputStride: 8, separable: true }, '112.1'],
  ])('DeepLabv3+ with %o is %s', (options, expected) => {
    expect(described(buildDeepLabV3Plus(open, options)).gigaMacs.toFixed(1)).toBe(expected);
  });

  it.each([
    [8, '0.590'],
    [16, '2.357'],
  ])('MSA-UNet of base %i is %s at 128×128', (baseFilters, expected) => {
    expect(described(buildMsaUnet([128, 128, 1], { baseFilters })).gigaMacs.toFixed(3)).toBe(expected);
  });
});

it.each([
  [8, '74.3', '3.3'],
  [16, '148.4', '6.6'],
  [32, '296.6', '13.3'],
])(
  'MSA-UNet of base %i puts out %s million values, and a step of 6 images holds %s GiB',
  (baseFilters, outputs, gib) => {
    const { convolutionOutputs, stepBytes } = described(buildMsaUnet(open, { baseFilters }), { batch: 6 });
    expect((convolutionOutputs / 1e6).toFixed(1)).toBe(outputs);
    expect((stepBytes / 2 ** 30).toFixed(1)).toBe(gib);
  },
);

/** Two convolutions, of which one is shared by two paths. */
class Shared extends CompositeLayer {
  static readonly className = 'TestShared';

  protected override wire([x]: [Node]): Node {
    const shared = new Conv2D({ name: 'shared', filters: 3, kernelSize: 1 });
    const half = node(new ConvBatchNormRelu({ name: 'half', filters: 3, stride: 2 }))(x);
    const up = node(new Conv2DTranspose({ name: 'up', filters: 3 }))(node(shared)(half));
    return node(tf.layers.add({ name: 'sum' }))([up, node(shared)(up)]);
  }
}

function nested(): tf.LayersModel {
  const image = tf.input({ shape: [8, 6, 2] });
  const inner = tf.model({ name: 'inner', inputs: image, outputs: node(new Shared({ name: 'block' }))(image) });
  const outer = tf.input({ shape: [8, 6, 2] });
  return tf.model({
    inputs: outer,
    outputs: node(tf.layers.activation({ name: 'last', activation: 'sigmoid' }))(node(inner)(outer)),
  });
}

describe('describeModel', () => {
  it('opens blocks and models inside, and counts every call of a shared layer but its weights once', () => {
    const { inputShape, layers, trainable, nonTrainable, gigaMacs, convolutionOutputs } = described(nested());
    expect(inputShape).toEqual([8, 6, 2]);
    const row = (
      name: string,
      className: string,
      outputShapes: number[][],
      counts: [number, number],
      macs: number,
    ) => ({
      name: `inner/block/${name}`,
      className,
      outputShapes,
      trainable: counts[0],
      nonTrainable: counts[1],
      multiplyAdds: macs,
    });
    const [full, small] = [
      [8, 6, 3],
      [4, 3, 3],
    ];
    expect(layers).toEqual([
      row('half', 'ConvBatchNormRelu', [small], [9 * 2 * 3 + 9, 6], 9 * 2 * 3 * 12),
      row('shared', 'Conv2D', [small, full], [12, 0], 9 * 12 + 9 * 48),
      row('up', 'Conv2DTranspose', [full], [4 * 9 + 3, 0], 4 * 9 * 12), // per pixel of the input
      row('sum', 'Add', [full], [0, 0], 0),
      { ...row('', 'Activation', [full], [0, 0], 0), name: 'last' },
    ]);
    expect([trainable, nonTrainable]).toEqual([63 + 12 + 39, 6]);
    expect(gigaMacs).toBeCloseTo((54 * 12 + 9 * 60 + 36 * 12) / 1e9, 15);
    expect(convolutionOutputs).toBe(36 + 36 + 144 + 144);
  });

  it('follows every output of a block', () => {
    const image = tf.input({ shape: [8, 8, 2] });
    const block = new XceptionBlock({ name: 'block', filters: [3, 4, 5], stride: 2, tap: true });
    const [, low] = block.apply(image) as Node[];
    const last = node(new Conv2D({ name: 'last', filters: 1, kernelSize: 1 }))(low!);
    const { layers } = described(tf.model({ inputs: image, outputs: last }));
    expect(layers.at(-1)).toMatchObject({ name: 'last', outputShapes: [[8, 8, 1]], multiplyAdds: 4 * 64 });
    expect(layers.find(({ name }) => name === 'block/sep3/depthwise')).toMatchObject({
      outputShapes: [[4, 4, 4]],
      multiplyAdds: 9 * 4 * 16,
    });
  });

  it('counts stock convolutions too', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 4, kernelSize: 3, padding: 'same' }),
        tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'valid' }),
        tf.layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2 }),
      ],
    });
    const { layers } = described(model);
    expect(layers.map(({ multiplyAdds }) => multiplyAdds)).toEqual([72 * 36, 36 * 16, 32 * 16]);
  });

  it('tells what is frozen', () => {
    const model = buildUnet(open, { baseFilters: 2 });
    const total = describeModel(model).trainable;
    model.getLayer('enc1').trainable = false;
    const { trainable, nonTrainable, layers } = described(model);
    const frozen = layers.filter(({ name }) => name.startsWith('enc1/'));
    expect(frozen.map((row) => row.trainable)).toEqual([0, 0]);
    expect(trainable).toBeLessThan(total);
    expect(layers.reduce((sum, row) => sum + row.trainable, 0)).toBe(trainable);
    expect(layers.reduce((sum, row) => sum + row.nonTrainable, 0)).toBe(nonTrainable);
  });

  it('takes the size that is asked for, of the sides that are open', () => {
    const sized = (sides: [number | null, number | null], options: DescribeModelOptions) =>
      described(buildUnet([...sides, 1], { baseFilters: 1 }), options).inputShape;
    expect(sized([null, null], {})).toEqual([512, 512, 1]);
    expect(sized([null, null], { height: 64, width: 96 })).toEqual([64, 96, 1]);
    expect(sized([32, null], {})).toEqual([32, 512, 1]);
    expect(sized([32, 48], { height: 32 })).toEqual([32, 48, 1]);
  });

  it.each<[string, () => tf.LayersModel, string]>([
    ['U-Net', () => buildUnet(open, { baseFilters: 1 }), '16; received 40×40. Pad to 48×48'],
    ['UNet++', () => buildUnetPlusPlus(open, { baseFilters: 1 }), '16; received 40×40. Pad to 48×48'],
    ['MSA-UNet', () => buildMsaUnet(open, { baseFilters: 1 }), '16 and at least 32; received 40×40. Pad to 48×48'],
    ['CE-Net', () => buildCeNet(open, { baseFilters: 8 }), '32 and at least 192; received 40×40. Pad to 192×192'],
    ['DeepLabv3+', () => buildDeepLabV3Plus(open, { widthMultiplier: 0.01 }), '16; received 40×40. Pad to 48×48'],
  ])('refuses a size that %s does not take', (_, build, message) => {
    expect(() => described(build(), { height: 40, width: 40 })).toThrow(
      new RangeError(`input image: height and width must be divisible by ${message}`),
    );
  });

  it('makes no tensor', () => {
    const model = buildMsaUnet(open, { baseFilters: 1 });
    const before = tf.memory().numTensors;
    describeModel(model);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it.each<[DescribeModelOptions, string]>([
    [{ batch: 0 }, '`batch` must be a positive integer; received 0'],
    [{ width: 1.5 }, '`width` must be a positive integer; received 1.5'],
    [{ height: 64 }, '`height` must be 32 as in the model; received 64'],
  ])('refuses %o', (options, message) => {
    const model = buildUnet([32, null, 1], { baseFilters: 1 });
    expect(() => describeModel(model, options)).toThrow(new RangeError(`describeModel: ${message}`));
    model.dispose();
  });
});
