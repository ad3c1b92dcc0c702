import type { HostileModel } from './hostileModel';
import { activation, input, type Layer, layer, model, modelJson, times } from './modelJson';

const sizes = [10, 1000, 4000, 8000, 100_000];

/** Two layers that call each other in turn. */
const mutual = (calls: number): Layer[] => [
  input(),
  activation('a', [['image'], ...times(calls / 2, (i): [string, number][] => [['b', i]])]),
  activation(
    'b',
    times(calls / 2, (i): [string, number][] => [['a', i]]),
  ),
];

const chain = (length: number): Layer[] => [
  input(),
  ...times(length, (i) => activation(`x${i}`, [[i === 0 ? 'image' : `x${i - 1}`]])),
];

/** The inputs come last, so that tfjs makes one call in each pass. */
const backwards = (length: number): Layer[] => {
  const [first, ...others] = chain(length);
  return [first!, ...others.reverse()];
};

const ring = (length: number): Layer[] => [
  input(),
  ...times(length, (i) => activation(`x${i}`, [[`x${(i + 1) % length}`]])),
];

const fan = (inputs: number): Layer[] => [input(), layer('Add', 'sum', {}, [times(inputs, () => 'image')])];

/** Each layer takes all before it. */
const dense = (layers: number): Layer[] => [
  input(),
  ...times(layers, (i) =>
    layer('Concatenate', `x${i}`, { axis: -1 }, [['image', 'image', ...times(i, (j) => `x${j}`)]]),
  ),
];

/** Models in models, each called twice: 2 to the power of the levels. */
const doubled = (levels: number): ReturnType<typeof model> => {
  let inner = model([input(), activation('last', [['image']])], 'last', 'm0');
  for (let level = 1; level <= levels; level++) {
    const nested = {
      ...inner,
      name: inner.config.name,
      inbound_nodes: [[['image', 0, 0, {}]], [[inner.config.name, 1, 0, {}]]],
    };
    inner = model([input(), nested as never, activation('last', [[[inner.config.name, 2]]])], 'last', `m${level}`);
  }
  return inner;
};

/** A wrapper in a wrapper in a wrapper … */
const wrapped = (wrapper: string, levels: number): Layer[] => {
  let inner: object = { class_name: 'SimpleRNN', config: { name: 'rnn', units: 1 } };
  for (let level = 0; level < levels; level++)
    inner = { class_name: wrapper, config: { name: `w${level}`, layer: inner, merge_mode: 'concat' } };
  const { config } = inner as { config: object };
  return [input('image', [null, 4, 1]), layer(wrapper, `w${levels - 1}`, config, [['image']])];
};

const cases: [title: string, sizes: readonly number[], topology: (size: number) => unknown][] = [
  ['mutual calls', sizes, (n) => model(mutual(n), 'a')],
  ['calls in a chain', sizes, (n) => model(chain(n), `x${n - 1}`)],
  ['calls in a chain, the last first', sizes, (n) => model(backwards(n), `x${n - 1}`)],
  ['calls in a ring', sizes, (n) => model(ring(n), 'x0')],
  [
    'calls of one layer on itself',
    sizes,
    (n) => model([input(), activation('a', [['image'], ...times(n, (i): [string, number][] => [['a', i]])])], 'a'),
  ],
  ['inputs of one call', [...sizes, 200_000], (n) => model(fan(n), 'sum')],
  ['layers that take all before them', [10, 100, 180, 400], (n) => model(dense(n), `x${n - 1}`)],
  ['models in models, called twice', [2, 5, 10, 15, 20, 25], doubled],
  ['Bidirectional in Bidirectional', [1, 3, 6, 10, 20, 38], (n) => model(wrapped('Bidirectional', n), `w${n - 1}`)],
  ['TimeDistributed in TimeDistributed', [1, 6, 20, 38], (n) => model(wrapped('TimeDistributed', n), `w${n - 1}`)],
];

export const wiredModels: readonly HostileModel[] = cases.flatMap(([title, counts, topology]) =>
  counts.map((count) => ({ title: `${count} ${title}`, json: () => modelJson(topology(count)) })),
);
