import * as tf from '@tensorflow/tfjs';

import { ModelFormatError } from './modelFormatError';
import { isInherited, type Json, type JsonObject } from './readTopology';

const maxLayers = 2048;

/** Serialized layer, model, initializer, … */
interface Serialized extends JsonObject {
  className: string;
  config: JsonObject | Json[];
}

/** One output tensor of one call of a layer. */
type Reference = readonly [layer: string, call: number, tensor: number];

/**
 * Checks that tfjs can build a topology in bounded time: only known classes, and connections without cycles or gaps, on
 * which `tf.loadLayersModel` hangs.
 *
 * @param topology a copy made by `readTopology`
 * @returns the serialized model: the topology, or its `modelConfig`
 * @throws ModelFormatError
 */
export function validateTopology(topology: Json): JsonObject {
  const model = isObject(topology) && topology.modelConfig ? topology.modelConfig : topology;
  if (!isSerialized(model)) fail('no model topology with a class name and a configuration');
  if (!isContainer(model.className)) fail(`"${model.className}" is not the class of a layers model`);
  const parts = serializedParts(model);
  for (const { className, config } of parts) {
    if (!classOf(className)) fail(`unknown class "${className}" of "${nameIn(config)}"; register it before loading`);
  }
  const containers = parts.filter((part) => isContainer(part.className));
  const layers = containers.reduce((sum, { config }) => sum + layersIn(config).length, 0);
  if (layers > maxLayers) fail(`${layers} layers; at most ${maxLayers} are allowed`);
  for (const { className, config } of containers) if (!isSequential(className)) validateWiring(config);
  return model;
}

/**
 * Simulates the layer calls in the order in which tfjs makes them (tfjs-layers, `container.ts`), but detects endless
 * waiting.
 */
function validateWiring(config: JsonObject | Json[]): void {
  const calls = new Map<string, number>();
  for (const layer of layersIn(config)) {
    const name = layerName(layer);
    if (calls.has(name)) fail(`two layers are named "${name}"`);
    // Inputs and nested models are called once when they are created.
    calls.set(name, layer.className === 'InputLayer' || isContainer(layer.className) ? 1 : 0);
  }
  const callsOf = (name: string): number => calls.get(name) ?? fail(`a connection names "${name}", but no layer does`);
  const exists = ([name, call]: Reference) => call < callsOf(name);

  let waiting = layersIn(config).flatMap((layer) =>
    inboundCalls(layer).map((from) => ({ to: layerName(layer), from })),
  );
  while (waiting.length > 0) {
    const left = waiting.filter(({ to, from }) => {
      if (!from.every(exists)) return true;
      calls.set(to, callsOf(to) + 1);
      return false;
    });
    if (left.length === waiting.length) {
      const names = [...new Set(left.map(({ to }) => `"${to}"`))];
      fail(`the layers ${names.slice(0, 5).join(', ')} form a cycle, or depend on a call that is never made`);
    }
    waiting = left;
  }
  if (Array.isArray(config)) fail(`"${nameIn(config)}" has a list instead of a configuration`);
  for (const end of [...references(config.inputLayers), ...references(config.outputLayers)]) {
    if (!exists(end)) fail(`the model begins or ends at call ${end[1]} of "${end[0]}", which is never made`);
  }
}

function inboundCalls(layer: Serialized): Reference[][] {
  if (!Array.isArray(layer.inboundNodes)) fail(`"${layerName(layer)}" has no list of connections`);
  return layer.inboundNodes.map((from) => {
    const inputs = references(from);
    return inputs.length > 0 ? inputs : fail(`"${layerName(layer)}" is called without inputs`);
  });
}

function references(list: Json | undefined): Reference[] {
  if (!Array.isArray(list)) fail('a list of connections is missing');
  return list.map((item) => {
    const [layer, call, tensor, options = null] = Array.isArray(item) ? item : [];
    const legal =
      typeof layer === 'string' && isIndex(call) && isIndex(tensor) && (options === null || isObject(options));
    return legal ? [layer, call, tensor] : fail(`a connection is not [layer, call, tensor] but ${brief(item)}`);
  });
}

function layersIn(config: JsonObject | Json[]): Serialized[] {
  const layers = Array.isArray(config) ? config : config.layers;
  if (!Array.isArray(layers) || layers.length === 0) fail(`the model "${nameIn(config)}" has no layers`);
  return layers.map((layer) =>
    isSerialized(layer) ? layer : fail(`a layer without class or configuration: ${brief(layer)}`),
  );
}

/** Returns the name by which connections refer to a layer; the layer and its configuration must agree on it. */
function layerName({ name, config }: Serialized): string {
  if (typeof name !== 'string' || name === '' || isInherited(name)) fail(`${brief(name)} is not a name for a layer`);
  if (nameIn(config) !== name) fail(`the layer "${name}" is configured as "${nameIn(config)}"`);
  return name;
}

/** Lists the serialized objects in a JSON value, itself included, at any depth. */
function serializedParts(json: Json): Serialized[] {
  const parts = isSerialized(json) ? [json] : [];
  const held = Array.isArray(json) ? json : isObject(json) ? Object.values(json) : [];
  for (const value of held) for (const part of serializedParts(value)) parts.push(part);
  return parts;
}

const classOf = (name: string): unknown => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  return Object.hasOwn(classNameMap, name) ? classNameMap[name]![0] : undefined;
};
const isOrExtends = (base: typeof tf.LayersModel | typeof tf.Sequential) => (name: string) => {
  const found = classOf(name);
  return found === base || (typeof found === 'function' && found.prototype instanceof base);
};
const isContainer = isOrExtends(tf.LayersModel);
const isSequential = isOrExtends(tf.Sequential);

const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
const isSerialized = (json: Json | undefined): json is Serialized =>
  isObject(json) && typeof json.className === 'string' && typeof json.config === 'object' && json.config !== null;
const isIndex = (json: Json | undefined): json is number =>
  typeof json === 'number' && Number.isInteger(json) && json >= 0;
const nameIn = (config: JsonObject | Json[]) => (isObject(config) ? String(config.name) : 'unnamed');
const brief = (json: Json | undefined) => String(JSON.stringify(json)).slice(0, 80);

function fail(message: string): never {
  throw new ModelFormatError(message);
}
