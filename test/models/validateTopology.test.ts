import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ModelFormatError } from '../../src/models/modelFormatError';
import { readTopology } from '../../src/models/readTopology';
import { validateTopology } from '../../src/models/validateTopology';
import { artifactsOf, layerOf, type SavedModel, tinyModel } from '../support/tinyModel';

let original: SavedModel;
let saved: SavedModel;
beforeAll(async () => {
  original = await artifactsOf(tinyModel());
});
beforeEach(() => {
  saved = structuredClone(original);
});

const config = () => saved.modelTopology.config;
const edit = (name: string, change: object) => Object.assign(layerOf(saved, name), change);
const connect = (name: string, ...inbound_nodes: unknown[]) => edit(name, { inbound_nodes });
const configure = (name: string, change: object) => Object.assign(layerOf(saved, name).config, change);
const validate = (topology: unknown) => validateTopology(readTopology(topology));

/** The model once more, with a cycle. */
function cyclic(name: string): SavedModel['modelTopology'] {
  const model = structuredClone(original.modelTopology);
  model.config.name = name;
  model.config.layers[1]!.inbound_nodes = [[['conv', 0, 0, {}]]];
  return model;
}

describe('validateTopology', () => {
  it('gives the model in camelCase, names as they are', () => {
    const model = validate(saved.modelTopology);
    expect(model).toMatchObject({
      className: 'Model',
      config: {
        name: 'tiny',
        outputLayers: [
          ['sum', 0, 0],
          ['shared', 0, 0],
        ],
      },
    });
    expect(JSON.stringify(model)).toContain('"name":"inner_model"');
    expect(JSON.stringify(model)).toContain('["inner_model",1,0,{}]');
  });

  it('takes models that Keras wraps', () => {
    expect(validate({ model_config: saved.modelTopology })).toEqual(validate(saved.modelTopology));
  });

  it('takes layers in any order', () => {
    config().layers.reverse();
    expect(() => validate(saved.modelTopology)).not.toThrow();
  });
});

describe('validateTopology refuses', () => {
  const cases: [title: string, message: string | RegExp, damage: () => unknown][] = [
    [
      'a layer for a model',
      '"Dense" is not the class of a layers model',
      () => Object.assign(saved.modelTopology, { class_name: 'Dense' }),
    ],
    ['a model without layers', 'the model "tiny" has no layers', () => Object.assign(config(), { layers: [] })],
    [
      'a layer that is none',
      'a layer without class or configuration: null',
      () => Object.assign(config().layers, [null]),
    ],
    ['a layer without configuration', 'a layer without class or configuration: {', () => edit('bn', { config: null })],
    [
      'a class nobody knows',
      'unknown class "Foo" of "bn"; register it before loading',
      () => edit('bn', { class_name: 'Foo' }),
    ],
    [
      'a class named as a property of every object',
      'unknown class "constructor"',
      () => edit('bn', { class_name: 'constructor' }),
    ],
    [
      'an initializer nobody knows',
      'unknown class "Evil"',
      () => configure('conv', { kernel_initializer: { class_name: 'Evil', config: {} } }),
    ],
    [
      'a cycle',
      'the layers "conv", "bn", "inner_model", "shared", "sum" form a cycle, or depend on a call that is never made',
      () => connect('conv', [['shared', 0, 0, {}]]),
    ],
    ['a layer that feeds itself', 'form a cycle', () => connect('conv', [['conv', 0, 0, {}]])],
    [
      'a connection to no layer',
      'a connection names "ghost", but no layer does',
      () => connect('bn', [['ghost', 0, 0, {}]]),
    ],
    [
      'a connection to a call never made',
      'the layers "bn", "inner_model", "shared", "sum" form a cycle',
      () => connect('bn', [['conv', 7, 0, {}]]),
    ],
    [
      'a connection to a negative call',
      'a connection is not [layer, call, tensor]',
      () => connect('bn', [['conv', -1, 0, {}]]),
    ],
    [
      'a connection with odd options',
      'a connection is not [layer, call, tensor]',
      () => connect('bn', [['conv', 0, 0, 7]]),
    ],
    ['a connection that is none', 'a connection is not [layer, call, tensor] but null', () => connect('bn', [null])],
    ['a call that is none', 'a list of connections is missing', () => connect('bn', null)],
    ['a call without inputs', '"bn" is called without inputs', () => connect('bn', [])],
    ['connections that are no list', '"bn" has no list of connections', () => edit('bn', { inbound_nodes: 'conv' })],
    [
      'outputs of no layer',
      'a connection names "ghost"',
      () => Object.assign(config(), { output_layers: [['ghost', 0, 0]] }),
    ],
    [
      'outputs of a call never made',
      'the model begins or ends at call 2 of "shared", which is never made',
      () => Object.assign(config(), { output_layers: [['shared', 2, 0]] }),
    ],
    ['missing inputs', 'a list of connections is missing', () => Object.assign(config(), { input_layers: null })],
    ['two layers of one name', 'two layers are named "conv"', () => config().layers.push(layerOf(saved, 'conv'))],
    [
      'a layer under two names',
      'the layer "conv" is configured as "other"',
      () => configure('conv', { name: 'other' }),
    ],
    ['a layer without a name', 'undefined is not a name for a layer', () => edit('conv', { name: undefined })],
    ['a layer named __proto__', '"__proto__" is not a name for a layer', () => edit('conv', { name: '__proto__' })],
    [
      'a key __proto__',
      'the topology has a key "__proto__"',
      () => edit('conv', { config: JSON.parse('{"__proto__": {}}') }),
    ],
    [
      'a key that becomes toString',
      'the topology has a key "to_string"',
      () => configure('conv', { to_string: 'text' }),
    ],
    [
      'two keys that tfjs reads as one',
      'the topology has the key "inboundNodes" twice in one object',
      () => edit('conv', { inboundNodes: [] }),
    ],
    [
      'an infinite number',
      'the topology holds Infinity at "filters"',
      () => configure('conv', { filters: JSON.parse('1e999') }),
    ],
    ['a function', 'the topology holds a function at "filters"', () => configure('conv', { filters: () => 3 })],
    ['a list with gaps', 'the topology holds undefined at "extra"', () => configure('conv', { extra: new Array(3) })],
    [
      'nesting without end',
      'the topology is nested deeper than 128 levels',
      () => configure('conv', { extra: JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) }),
    ],
    [
      'an object that holds itself many times',
      /nested deeper|more than 250000 values/,
      () => {
        const loop: unknown[] = [];
        loop.push(loop, loop, loop);
        configure('conv', { extra: loop });
      },
    ],
    [
      'too many values',
      'the topology holds more than 250000 values',
      () => configure('conv', { extra: new Array(250_001).fill(0) }),
    ],
    [
      'too many layers',
      '3007 layers; at most 2048 are allowed',
      () =>
        config().layers.push(...Array.from({ length: 3000 }, (_, i) => ({ ...layerOf(saved, 'bn'), name: `x${i}` }))),
    ],
    ['a cycle in a nested model', 'form a cycle', () => edit('inner_model', cyclic('inner_model'))],
    [
      'a cycle in a model inside a wrapper',
      'form a cycle',
      () => {
        edit('bn', { class_name: 'TimeDistributed' });
        configure('bn', { layer: cyclic('wrapped') });
      },
    ],
  ];

  it.each(cases)('%s', (_title, message, damage) => {
    damage();
    const start = performance.now();
    expect(() => validate(saved.modelTopology)).toThrow(ModelFormatError);
    expect(() => validate(saved.modelTopology)).toThrow(message);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it.each([
    ['a text', '{}'],
    ['a list', [[]]],
    ['null', null],
    ['a number', 1],
    ['an empty object', {}],
  ])('%s for a topology', (_title, topology) => {
    expect(() => validate(topology)).toThrow('no model topology with a class name and a configuration');
  });

  it('a chain of 2048 layers in the worst order in bounded time', () => {
    const chain = Array.from({ length: 2042 }, (_, i) => ({
      ...layerOf(saved, 'bn'),
      name: `x${i}`,
      config: { name: `x${i}` },
      inbound_nodes: [[[`x${i + 1}`, 0, 0, {}]]],
    }));
    chain[2041]!.inbound_nodes = [[['ghost', 0, 0, {}]]];
    config().layers.push(...chain);
    expect(() => validate(saved.modelTopology)).toThrow(ModelFormatError);
  });
});
