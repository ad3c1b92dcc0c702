import type * as tf from '@tensorflow/tfjs';

import { Fnv1a } from '../../utils/fnv1a';

/**
 * Computes a fingerprint that differs between models with different layers or frozen parts. It ignores names, because
 * those of unnamed layers contain a counter, the version of tfjs, and `recompute`, which changes no result.
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
