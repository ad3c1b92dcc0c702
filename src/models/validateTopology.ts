import type { Json, JsonObject } from './readTopology';
import {
  callsIn,
  classOf,
  fail,
  heldBy,
  isContainer,
  isObject,
  isSequential,
  isSerialized,
  layersIn,
  nameIn,
  type Serialized,
  serializedParts,
} from './serialized';
import { validateWiring } from './validateWiring';

/** Limits of a model, far above any published network. tfjs takes about a second to build a model at these limits. */
const modelLimits = {
  layers: 2048,
  /** Layers, initializers, regularizers, … */
  parts: 32_768,
  /** Calls of layers. */
  calls: 4096,
  /** Inputs of all calls together. */
  connections: 16_384,
  /** Layers that tfjs visits: those of a nested model once for each of its calls, those of a wrapper three times. */
  visits: 131_072,
} as const;

/**
 * Checks that tfjs can build a topology in bounded time: only known classes, no more than the limits above, and
 * connections without cycles or gaps, on which `tf.loadLayersModel` hangs.
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
  requireLimits(model, parts, containers);
  for (const { className, config } of containers) if (!isSequential(className)) validateWiring(config);
  return model;
}

function requireLimits(model: Serialized, parts: Serialized[], containers: Serialized[]): void {
  const layers = containers.flatMap(({ config }) => layersIn(config));
  const calls = layers.flatMap((layer) => callsIn(layer) ?? []);
  const connections = calls.reduce<number>((sum, inputs) => sum + heldBy(inputs).length, 0);
  const received = { layers: layers.length, parts: parts.length, calls: calls.length, connections };
  requireWithin(received);
  requireWithin({ visits: visitsOf(model) });
}

function requireWithin(received: Partial<Record<keyof typeof modelLimits, number>>): void {
  for (const [what, count] of Object.entries(received)) {
    const most = modelLimits[what as keyof typeof modelLimits];
    if (count > most) fail(`${count} ${what}; at most ${most} are allowed`);
  }
}

/** tfjs makes the inside of a wrapper up to three times (`Bidirectional`). */
const copiesInWrapper = 3;

/** Counts the layers that tfjs visits: models in models, each called twice, would double them at every level. */
function visitsOf(json: Json): number {
  if (!isSerialized(json)) return heldBy(json).reduce<number>((sum, held) => sum + visitsOf(held), 0);
  if (!isContainer(json.className)) return 1 + copiesInWrapper * visitsOf(json.config);
  return layersIn(json.config).reduce((sum, layer) => sum + (1 + (callsIn(layer)?.length ?? 0)) * visitsOf(layer), 1);
}
