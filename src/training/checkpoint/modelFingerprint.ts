import type * as tf from '@tensorflow/tfjs';

import { Fnv1a } from '../../utils/fnv1a';

/**
 * Tells models apart that are built or frozen in different ways. Names do not matter, for those of unnamed layers hold a
 * counter; nor does the version of tfjs, nor `recompute`, which changes no number.
 */
export function modelFingerprint(model: tf.LayersModel): string {
  const places = new Map<unknown, string>();
  const anonymous = (key: string, value: unknown): unknown => {
    if (key === 'keras_version') return null;
    if (key === 'recompute') return undefined;
    if (key === 'name' && !places.has(value)) places.set(value, `#${places.size}`);
    return places.get(value) ?? value;
  };
  const text = JSON.stringify(model.toJSON(undefined, false), anonymous);
  return `${model.countParams()} weights, ${new Fnv1a().add(new TextEncoder().encode(text)).digest}`;
}
