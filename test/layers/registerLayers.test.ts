import { readdirSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { registerLayers } from '../../src/layers/registerLayers';

const registered = () => tf.serialization.SerializationMap.getMap().classNameMap;

it('may be called again and changes nothing then', () => {
  registerLayers();
  const before = { ...registered() };
  registerLayers();
  expect(registered()).toEqual(before);
});

it.each(['layers', 'preprocess'])('knows every class in src/%s that has a className', async (folder) => {
  registerLayers();
  const missing: string[] = [];
  for (const file of readdirSync(`src/${folder}`).filter((name) => name.endsWith('.ts'))) {
    const exported: Record<string, unknown> = await import(`../../src/${folder}/${file.slice(0, -3)}.ts`);
    for (const [name, layer] of Object.entries(exported)) {
      if (typeof layer !== 'function' || !Object.hasOwn(layer, 'className')) continue;
      const className = String(Reflect.get(layer, 'className'));
      if (registered()[className]?.[0] !== layer) missing.push(`${file}: ${name}`);
    }
  }
  expect(missing).toEqual([]);
});
