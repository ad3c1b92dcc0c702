import { show } from '../utils/errors';
import type { Json, JsonObject } from './readTopology';
import { callsIn, fail, isContainer, isObject, layerName, layersIn, nameIn, type Serialized } from './serialized';

/** One output tensor of one call of a layer. */
type Reference = readonly [layer: string, call: number, tensor: number];

/** A call that is not made yet, and how many of its inputs do not exist yet. */
interface Waiting {
  readonly to: string;
  missing: number;
}

/**
 * Checks that every call of a layer in a serialized model can be made, and that the model begins and ends at calls that
 * are. tfjs waits for the others without end (tfjs-layers, `container.ts`).
 *
 * A call waits for inputs, and a call that is made wakes those that wait for it: each connection is looked at once.
 *
 * @throws ModelFormatError
 */
export function validateWiring(config: JsonObject | Json[]): void {
  const calls = new Map<string, number>();
  for (const layer of layersIn(config)) {
    const name = layerName(layer);
    if (calls.has(name)) fail(`two layers are named "${name}"`);
    // Inputs and nested models are called once when they are created.
    calls.set(name, layer.className === 'InputLayer' || isContainer(layer.className) ? 1 : 0);
  }
  const callsOf = (name: string): number => calls.get(name) ?? fail(`a connection names "${name}", but no layer does`);
  const exists = ([name, call]: Reference) => call < callsOf(name);
  makeCalls(config, calls, exists);
  if (Array.isArray(config)) fail(`"${nameIn(config)}" has a list instead of a configuration`);
  for (const end of [...references(config.inputLayers), ...references(config.outputLayers)]) {
    if (!exists(end)) fail(`the model begins or ends at call ${end[1]} of "${end[0]}", which is never made`);
  }
}

/** Makes the calls as tfjs does, those whose inputs exist first, and counts them by layer. */
function makeCalls(
  config: JsonObject | Json[],
  calls: Map<string, number>,
  exists: (input: Reference) => boolean,
): void {
  const waiting = new Set<Waiting>();
  const waitingFor = new Map<string, Waiting[]>(); // by layer and call
  const ready: Waiting[] = [];
  for (const layer of layersIn(config)) {
    for (const inputs of inboundCalls(layer)) {
      const missing = inputs.filter((input) => !exists(input));
      const call: Waiting = { to: layerName(layer), missing: missing.length };
      if (missing.length === 0) ready.push(call);
      else waiting.add(call);
      for (const [name, index] of missing) listAt(waitingFor, `${index} ${name}`).push(call);
    }
  }
  for (let call = ready.pop(); call; call = ready.pop()) {
    const made = calls.get(call.to)!;
    calls.set(call.to, made + 1);
    for (const next of waitingFor.get(`${made} ${call.to}`) ?? []) {
      if (--next.missing > 0) continue;
      waiting.delete(next);
      ready.push(next);
    }
  }
  if (waiting.size === 0) return;
  const names = [...new Set([...waiting].map(({ to }) => `"${to}"`))];
  fail(`the layers ${names.slice(0, 5).join(', ')} form a cycle, or depend on a call that is never made`);
}

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function inboundCalls(layer: Serialized): Reference[][] {
  const calls = callsIn(layer) ?? fail(`"${layerName(layer)}" has no list of connections`);
  return calls.map((from) => {
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
    return legal ? [layer, call, tensor] : fail(`a connection is not [layer, call, tensor] but ${show(item)}`);
  });
}

const isIndex = (json: Json | undefined): json is number =>
  typeof json === 'number' && Number.isInteger(json) && json >= 0;
