import type { HostileModel } from './hostileModel';
import { activation, deep, input, layer, model, modelJson, times, withDeep } from './modelJson';

const topology = (config: object = {}) =>
  model([input(), layer('Activation', 'last', { activation: 'linear', ...config }, [['image']])], 'last');
const weight = (change: object) => ({ name: 'w', shape: [0], dtype: 'float32', ...change });
const DEEP = 'DEEP';

/** Where a list of 100,000 levels stands. */
const places: [title: string, json: () => string][] = [
  ['a weight’s shape', () => modelJson(topology(), {}, [weight({ shape: DEEP })])],
  ['a weight’s shape, in a list', () => modelJson(topology(), {}, [weight({ shape: [DEEP] })])],
  ['a weight’s name', () => modelJson(topology(), {}, [weight({ name: DEEP })])],
  ['a weight’s type', () => modelJson(topology(), {}, [weight({ dtype: DEEP })])],
  ['a weight’s quantization', () => modelJson(topology(), {}, [weight({ quantization: DEEP })])],
  [
    'the scale of a quantization',
    () => modelJson(topology(), {}, [weight({ quantization: { dtype: 'uint8', min: DEEP, scale: 1 } })]),
  ],
  ['a specification', () => modelJson(topology(), {}, [DEEP])],
  ['a path', () => modelJson(topology(), {}, [], [DEEP])],
  ['the format', () => modelJson(topology(), { format: DEEP })],
  ['the manifest', () => modelJson(topology(), { weightsManifest: DEEP })],
  ['the metadata', () => modelJson(topology(), { userDefinedMetadata: { about: DEEP } })],
  ['the training configuration', () => modelJson(topology(), { trainingConfig: DEEP })],
  ['the topology', () => modelJson(DEEP)],
  ['a layer’s configuration', () => modelJson(topology({ extra: DEEP }))],
  ['an image’s shape', () => modelJson(model([input('image', DEEP), activation('last', [['image']])], 'last'))],
  ['a layer’s name', () => modelJson(topology({ name: DEEP }))],
  ['a connection', () => modelJson(model([input(), { ...activation('last', []), inbound_nodes: [DEEP] }], 'last'))],
];

const texts: [title: string, json: () => string][] = [
  ['nothing', () => ''],
  ['a web page', () => '<!doctype html>'],
  ['half a model', () => modelJson(topology()).slice(0, 200)],
  ['a million open lists', () => '['.repeat(1e6)],
  ['a list of a million levels', () => deep(1e6)],
  ['five million empty lists', () => `[${times(5e6, () => '[]').join()}]`],
  ['800,000 zeros', () => modelJson(topology({ extra: times(800_000, () => 0) }))],
  ['3 million keys', () => `{${times(3e6, (i) => `"${i}":0`).join()}}`],
  ['20 million spaces', () => ' '.repeat(2e7)],
  ['15 million letters', () => modelJson(topology({ extra: 'x'.repeat(1.5e7) }))],
  ['15 million underscores', () => modelJson(topology({ extra: '_'.repeat(1.5e7) }))],
  ['numbers beyond all bounds', () => modelJson(topology({ extra: 'BIG' })).replace('"BIG"', '1e999')],
  ['a number of a million digits', () => modelJson(topology({ extra: 'BIG' })).replace('"BIG"', '9'.repeat(1e6))],
  ['__proto__ as a key', () => modelJson(topology({ extra: 'KEY' })).replace('"extra"', '"__proto__"')],
  ['constructor as a layer', () => modelJson(model([input(), activation('constructor', [['image']])], 'constructor'))],
];

export const brokenJson: readonly HostileModel[] = [
  ...places.flatMap(([title, json]) =>
    [200, 100_000].map((levels) => ({ title: `${levels} levels as ${title}`, json: () => withDeep(json(), levels) })),
  ),
  ...texts.map(([title, json]) => ({ title, json })),
];
