import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { CompositeLayer } from '../../src/layers/compositeLayer';
import type { BackendName } from '../../src/node/backends/useBackend';
import type { LayerArgs } from '../../src/utils/layerArgs';
import { differentiate, expectClose, expectGradients } from './gradients';
import { asFunction, batchFor, call, modelOf, namesOf, partsOf, pointOf, read, shake } from './layers';
import { expectNoLeaks } from './leaks';
import { expectSameConfig, expectSameWhenLoaded, loaderOn } from './saved';

/** An example of a layer that its contract is tested on. */
export interface LayerExample<Options> {
  /** Most of them other than the defaults. */
  options: NonNullable<Options>;
  /** Shape of every input without the batch: odd sides where they are legal. */
  inputs: [height: number, width: number, channels: number][];
  /** Whether the layer rounds: its gradient is 0, where finite differences meet the steps. */
  rounds?: boolean;
  /** Whether a fresh process knows the class, and can load it. */
  saved?: boolean;
}

/** What every layer must hold: shapes, options, gradients, freezing, names, saving, no leaks. */
export function expectLayer<Options extends LayerArgs | undefined>(
  backend: BackendName,
  Layer: new (options: Options) => tf.layers.Layer,
  { options, inputs, rounds = false, saved = true }: LayerExample<Options>,
): void {
  const make = (more: object = {}, shapes: (number | null)[][] = inputs) => {
    const layer = new Layer({ name: 'tested', ...options, ...more });
    const model = modelOf(layer, shapes);
    shake(layer);
    return { layer, model };
  };
  const example = make();
  const hasWeights = example.layer.weights.length > 0;
  example.model.dispose();
  const quiet = {
    ...('dropBlock' in options && { dropBlock: null }), // drop even when frozen, as in Keras
    ...('dropout' in options && { dropout: 0 }),
  };

  describe('the contract of a layer', () => {
    it.each(['known', 'open'])('infers the shape it has, sides %s', async (sides) => {
      const shapes = sides === 'open' ? inputs.map(([, , channels]) => [null, null, channels]) : inputs;
      const { layer, model } = make({}, shapes);
      const x = inputs.map((shape) => tf.ones([2, ...shape]));
      const y = call(layer, x, false);
      const batched = x.map((input) => input.shape);
      expect(layer.computeOutputShape(batched.length === 1 ? batched[0]! : batched)).toEqual(y.shape);
      const known = model.outputs[0]!.shape.map((n, axis) => n ?? y.shape[axis]);
      expect(known).toEqual(y.shape);
      if (sides === 'known') expect(model.outputs[0]!.shape).toEqual([null, ...y.shape.slice(1)]);
      tf.dispose([x, y]);
      model.dispose();
    });

    it('keeps every option through toJSON and modelFromJSON', async () => {
      const { layer, model } = make();
      expect(layer.getConfig()).toMatchObject(options);
      await expectSameConfig(model);
      model.dispose();
    });

    if (rounds)
      it('has a gradient of zero', async () => {
        const { layer, model } = make();
        const { gradients } = await differentiate(asFunction(layer, true), await pointOf(layer, model));
        expect(gradients.map((gradient) => gradient.every((slope) => slope === 0))).toEqual(inputs.map(() => true));
        model.dispose();
      });
    else if (backend === 'webgpu' && example.layer instanceof CompositeLayer)
      // Emulated, it is slow, and on cpu the gradients are held against finite differences.
      it.each(['training', 'inference'])('has the gradients of cpu in %s', async (mode) => {
        const compute = async () => {
          const { layer, model } = make();
          const found = await differentiate(asFunction(layer, mode === 'training'), await pointOf(layer, model));
          model.dispose();
          return found.gradients;
        };
        const received = await compute();
        await tf.setBackend('cpu');
        const expected = await compute();
        await tf.setBackend(backend);
        expect(received).toHaveLength(expected.length);
        received.forEach((gradient, i) => {
          expectClose(gradient, expected[i]!, 5e-3);
        });
      });
    else
      it.each(['training', 'inference'])('has the gradients of finite differences in %s', async (mode) => {
        const { layer, model } = make();
        const elements = backend === 'webgpu' ? 1 : 6; // it may be emulated
        await expectGradients(asFunction(layer, mode === 'training'), await pointOf(layer, model), { elements });
        model.dispose();
      });

    it('frozen, has no trainable weights and keeps their order', () => {
      const { layer, model } = make();
      const [names, trainable] = [namesOf(layer.weights), namesOf(layer.trainableWeights)];
      layer.trainable = false;
      expect(layer.trainableWeights).toEqual([]);
      expect(namesOf(layer.weights)).toEqual(names);
      layer.trainable = true;
      expect(namesOf(layer.trainableWeights)).toEqual(trainable);
      expect(namesOf(layer.weights)).toEqual(names);
      model.dispose();
    });

    const freezings: Record<string, (layer: tf.layers.Layer, model: tf.LayersModel) => void> = {
      'by itself': (layer) => {
        layer.trainable = false;
      },
      'with its model': (_, model) => {
        model.trainable = false;
      },
    };
    if (hasWeights)
      it.each(Object.entries(freezings))(
        'frozen %s, is in training what it is in inference, and stays so',
        async (_, freeze) => {
          const { layer, model } = make(quiet);
          freeze(layer, model);
          const x = batchFor(model);
          const before = await read(call(layer, x, false));
          expectClose(await read(call(layer, x, true)), before, 1e-6);
          expect(await read(call(layer, x, false))).toEqual(before);
          tf.dispose(x);
          model.dispose();
        },
      );

    it('frozen when made, is so after building', () => {
      const { layer, model } = make({ trainable: false });
      const weights = layer.weights.length;
      expect(partsOf(layer).flatMap((part) => part.trainableWeights)).toEqual([]);
      layer.trainable = true;
      expect(layer.weights).toHaveLength(weights);
      model.dispose();
    });

    it('gives the weights of a second instance the same names', () => {
      const [first, second] = [make(), make()];
      const names = namesOf(first.layer.weights);
      expect(namesOf(second.layer.weights)).toEqual(names);
      expect(names.filter((name) => !name.startsWith('tested/'))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
      first.model.dispose();
      second.model.dispose();
    });

    it.each([true, false])('leaks no tensor in a call (training %s)', (training) => {
      const { layer, model } = make();
      const x = batchFor(model);
      call(layer, x, training).dispose(); // a layer may keep what follows from its weights until they are gone
      const before = tf.memory().numTensors;
      call(layer, x, training).dispose();
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose(x);
      model.dispose();
    });

    it('leaks no tensor in a training step, nor when its model is gone', async () => {
      const atFirst = tf.memory().numTensors;
      const { layer, model } = make();
      expectNoLeaks(asFunction(layer, true), await pointOf(layer, model));
      model.dispose();
      expect(tf.memory().numTensors).toBe(atFirst);
    });

    const loader = loaderOn(backend);
    if (saved)
      it(`predicts bit by bit the same after ${loader} process has loaded it`, async () => {
        const { model } = make();
        await expectSameWhenLoaded(model, { loader });
        model.dispose();
      });
  });
}
