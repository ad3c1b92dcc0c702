import * as tf from '@tensorflow/tfjs';

/**
 * Builds a model whose disposal releases the names of its tensors.
 *
 * tfjs-layers never forgets the name of a weight or symbolic tensor, so that none is given out twice: about 900 names and
 * 0.1 MB for each MSA-UNet. It numbers equal names (`kernel_1`, `kernel_2`, …) and keeps counting when one is removed, so numbered
 * names can go and all stay unique. Those of inputs and outputs stay: tfjs caches the order of layers by them.
 *
 * @param build must build synchronously, before it returns its promise
 */
export async function forgettingNames(build: () => Promise<tf.LayersModel>): Promise<tf.LayersModel> {
  const names = givenNames();
  if (names === null) return build();
  const before = names.size;
  const building = build();
  const added = [...names.keys()].slice(before);
  const model = await building;
  const kept = new Set([...model.inputs, ...model.outputs].map(({ name }) => name));
  const numbered = added.filter((name) => !kept.has(name) && isNumbered(name, names));
  const dispose = model.dispose.bind(model);
  model.dispose = () => {
    const result = dispose();
    if (result.refCountAfterDispose === 0) for (const name of numbered) names.delete(name);
    return result;
  };
  return model;
}

/** Whether tfjs will never give a name out again: it has numbered the name, or the layer that the name comes from. */
function isNumbered(name: string, names: ReadonlyMap<string, number>): boolean {
  const base = /^(.+)_\d+$/.exec(name)?.[1];
  return (base !== undefined && names.has(base)) || /(^|\/)(input|[a-z0-9_]+_[A-Z]\w*?)\d+$/.test(name);
}

let found: Map<string, number> | null | undefined;

/**
 * The names that tfjs-layers has given out, with their counts; `null` if they cannot be had. The map is private, so it is
 * caught while tfjs looks up a name in it.
 */
function givenNames(): Map<string, number> | null {
  if (found !== undefined) return found;
  found = null;
  const probe = 'msa_unet_probe';
  const { has } = Map.prototype;
  const caught = function (this: Map<unknown, unknown>, key: unknown): boolean {
    if (key === probe) found = this as Map<string, number>;
    return has.call(this, key);
  };
  try {
    Map.prototype.has = caught;
    tf.input({ shape: [1], name: probe });
  } catch {
    found = null; // the prototypes are frozen
  } finally {
    if (Map.prototype.has === caught) Map.prototype.has = has;
  }
  return found;
}
