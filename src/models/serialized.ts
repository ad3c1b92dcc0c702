import * as tf from '@tensorflow/tfjs';

import { show } from '../utils/errors';
import { ModelFormatError } from './modelFormatError';
import { isInherited, type Json, type JsonObject } from './readTopology';

/** Serialized layer, model, initializer, … */
export interface Serialized extends JsonObject {
  className: string;
  config: JsonObject | Json[];
}

/** Lists the layers of a serialized model. */
export function layersIn(config: JsonObject | Json[]): Serialized[] {
  const layers = Array.isArray(config) ? config : config.layers;
  if (!Array.isArray(layers) || layers.length === 0) fail(`the model "${nameIn(config)}" has no layers`);
  return layers.map((layer) =>
    isSerialized(layer) ? layer : fail(`a layer without class or configuration: ${show(layer)}`),
  );
}

/** Returns the name by which connections refer to a layer; the layer and its configuration must agree on it. */
export function layerName({ name, config }: Serialized): string {
  if (typeof name !== 'string' || name === '' || isInherited(name)) fail(`${show(name)} is not a name for a layer`);
  if (nameIn(config) !== name) fail(`the layer "${name}" is configured as "${nameIn(config)}"`);
  return name;
}

/** Lists the calls of a layer that a model with connections makes; `null` if they are no list. */
export const callsIn = ({ inboundNodes }: Serialized): Json[] | null =>
  Array.isArray(inboundNodes) ? inboundNodes : null;

/** Lists the serialized objects in a JSON value, itself included, at any depth. */
export function serializedParts(json: Json): Serialized[] {
  const parts = isSerialized(json) ? [json] : [];
  for (const value of heldBy(json)) for (const part of serializedParts(value)) parts.push(part);
  return parts;
}

/** Returns the values of a list or an object. */
export const heldBy = (json: Json): Json[] => (Array.isArray(json) ? json : isObject(json) ? Object.values(json) : []);

/** Returns the registered class of a name. */
export const classOf = (name: string): unknown => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  return Object.hasOwn(classNameMap, name) ? classNameMap[name]![0] : undefined;
};
const isOrExtends = (base: typeof tf.LayersModel | typeof tf.Sequential) => (name: string) => {
  const found = classOf(name);
  return found === base || (typeof found === 'function' && found.prototype instanceof base);
};
/** Returns whether a class is that of a model. */
export const isContainer = isOrExtends(tf.LayersModel);
/** Returns whether a class is that of a model without connections. */
export const isSequential = isOrExtends(tf.Sequential);

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
export const isSerialized = (json: Json | undefined): json is Serialized =>
  isObject(json) && typeof json.className === 'string' && typeof json.config === 'object' && json.config !== null;
export const nameIn = (config: JsonObject | Json[]): string =>
  !isObject(config) ? 'unnamed' : typeof config.name === 'string' ? config.name : show(config.name);

export function fail(message: string): never {
  throw new ModelFormatError(message);
}
