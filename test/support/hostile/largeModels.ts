import type { HostileModel } from './hostileModel';
import { activation, input, layer, model, modelJson, times } from './modelJson';

const plain = () => model([input(), activation('last', [['image']])], 'last');
const with1 = (class_name: string, config: object, shape?: unknown) =>
  model([input('image', shape), layer(class_name, 'last', config, [['image']])], 'last');

/** Layers that want more than was saved. */
const greedy: [title: string, topology: () => unknown][] = [
  ['a convolution of 10⁹ filters', () => with1('Conv2D', { filters: 1e9, kernel_size: 1 })],
  ['a kernel of 10⁶ × 10⁶', () => with1('Conv2D', { filters: 1, kernel_size: [1e6, 1e6], padding: 'same' })],
  ['a dense layer of 2⁵² units', () => with1('Dense', { units: 2 ** 52 })],
  ['an embedding of 10⁹ words', () => with1('Embedding', { input_dim: 1e9, output_dim: 1e3 }, [null, 4])],
  ['an LSTM of 10⁸ units', () => with1('LSTM', { units: 1e8 }, [null, 4, 1])],
  ['an image of 10⁹ × 10⁹', () => with1('Activation', { activation: 'relu' }, [null, 1e9, 1e9, 1])],
  [
    'padding by 10¹² rows',
    () =>
      with1('ZeroPadding2D', {
        padding: [
          [1e12, 0],
          [0, 0],
        ],
      }),
  ],
  ['10¹⁵ repetitions', () => with1('RepeatVector', { n: 1e15 }, [null, 4])],
  ['100,000 RNN cells', () => stackedCells(100_000)],
  ['3,000 RNN cells', () => stackedCells(3000)],
  [
    '2,000 composite layers',
    () =>
      model(
        [
          input(),
          ...times(2000, (i) => layer('MsaUnetMSRB', `x${i}`, { filters: 1 }, [[i === 0 ? 'image' : `x${i - 1}`]])),
        ],
        'x1999',
      ),
  ],
  [
    '2,000 atrous pyramids of one image',
    () => model([input(), ...times(2000, (i) => layer('MsaUnetAASPP', `x${i}`, { width: 1 }, [['image']]))], 'x1999'),
  ],
  [
    'a batch of 100,000 dimensions',
    () =>
      with1(
        'Activation',
        { activation: 'relu' },
        times(100_000, () => 1),
      ),
  ],
  ['a target shape of 100,000 sides', () => with1('Reshape', { target_shape: times(100_000, () => 1) })],
  ['100,000 axes to permute', () => with1('Permute', { dims: times(100_000, (i) => i + 1) })],
  ['200,000 dilations', () => with1('Conv2D', { filters: 1, kernel_size: 1, dilation_rate: times(200_000, () => 1) })],
  ['200,000 axes of a normalisation', () => with1('LayerNormalization', { axis: times(200_000, (i) => i) })],
  ['100,000 keys of one layer', () => with1('Activation', Object.fromEntries(times(100_000, (i) => [`key${i}`, 0])))],
  [
    '30,000 initializers',
    () =>
      with1('Activation', { activation: 'linear', extra: times(30_000, () => ({ class_name: 'Zeros', config: {} })) }),
  ],
];

/** As many weights as are allowed, of a value each. */
const saved = times(8192, (i) => ({ name: `w${i}`, shape: [1], dtype: 'float32' }));
const composite = (class_name: string, config: object, count: number): HostileModel => ({
  title: `${count} layers of class ${class_name}, with 8192 weights`,
  json: () =>
    modelJson(
      model([input(), ...times(count, (i) => layer(class_name, `x${i}`, config, [['image']]))], 'x0'),
      {},
      saved,
      ['w.bin'],
    ),
  weightBytes: 4 * 8192,
});

const long = (length: number) => 'x'.repeat(length);
const named: [title: string, json: () => string][] = [
  ['a layer', () => modelJson(model([input(), activation(long(1e6), [['image']])], long(1e6)))],
  ['a connection', () => modelJson(model([input(), activation('a', [[long(1e6)]])], 'a'))],
  ['a class', () => modelJson(with1(long(1e6), {}))],
  ['a key', () => modelJson(with1('Activation', { activation: 'relu', [long(1e6)]: 1 }))],
  ['an activation', () => modelJson(with1('Activation', { activation: long(1e6) }))],
  ['an initializer', () => modelJson(with1('Dense', { units: 1, kernel_initializer: long(1e6) }))],
  ['a weight', () => modelJson(plain(), {}, [weight(long(1e6), [0])])],
  ['a data type', () => modelJson(plain(), {}, [{ ...weight('w', [0]), dtype: long(1e6) }])],
  ['the format', () => modelJson(plain(), { format: long(1e6) })],
  ['a weight file', () => modelJson(plain(), {}, [], [long(1e6)])],
  ['metadata', () => modelJson(plain(), { userDefinedMetadata: { about: long(1e7) } })],
];

const weight = (name: string, shape: unknown) => ({ name, shape, dtype: 'float32' });
const weights: [title: string, json: () => string][] = [
  ...[1000, 8000, 100_000].map((n): [string, () => string] => [
    `${n} empty weights`,
    () =>
      modelJson(
        plain(),
        {},
        times(n, (i) => weight(`w${i}`, [0])),
      ),
  ]),
  ...[1000, 10_000, 100_000].map((n): [string, () => string] => [
    `${n} weight files`,
    () =>
      modelJson(
        plain(),
        {},
        [],
        times(n, (i) => `w${i}.bin`),
      ),
  ]),
  ...[2, 1000].map((n): [string, () => string] => [
    `one weight file ${n} times`,
    () =>
      modelJson(
        plain(),
        {},
        [weight('w', [16 * n])],
        times(n, () => 'w.bin'),
      ),
  ]),
  ...[2 ** 31, 1e15, 1e300, -1, 0.5].map((n): [string, () => string] => [
    `a weight of ${n} values`,
    () => modelJson(plain(), {}, [weight('w', [n])], ['w.bin']),
  ]),
  [
    'a weight of 100,000 sides',
    () =>
      modelJson(
        plain(),
        {},
        [
          weight(
            'w',
            times(100_000, () => 1),
          ),
        ],
        ['w.bin'],
      ),
  ],
  [
    '100,000 weights of one name',
    () =>
      modelJson(
        plain(),
        {},
        times(100_000, () => weight('w', [0])),
      ),
  ],
  [
    '100,000 groups of weights',
    () =>
      JSON.stringify({ modelTopology: plain(), weightsManifest: times(100_000, () => ({ paths: [], weights: [] })) }),
  ],
];

const stackedCells = (count: number) => {
  const cells = times(count, () => ({ class_name: 'SimpleRNNCell', config: { units: 1 } }));
  return with1('RNN', { cell: { class_name: 'StackedRNNCells', config: { cells } } }, [null, 4, 1]);
};

export const largeModels: readonly HostileModel[] = [
  composite('MsaUnetMSRB', { filters: 1 }, 400),
  composite('MsaUnetAASPP', { width: 1 }, 400),
  composite('MsaUnetMaxPooling2D', {}, 2000),
  composite('MsaUnetSizeGuard', { multiple: 1, at_least: 1 }, 2000),
  ...greedy.map(([title, topology]) => ({ title, json: () => modelJson(topology()) })),
  ...named.map(([title, json]) => ({ title: `${title} with a name of a million letters`, json })),
  ...weights.map(([title, json]) => ({ title, json })),
];
