import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { CompositeLayer } from '../../src/layers/compositeLayer';
import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { buildModel, type ModelName, modelNames } from '../../src/models/buildModel';
import { graphMakers, type LayerStep, type StepGraph, useGraphs } from '../../src/ops/graphs';
import { recordLoadedStep } from '../../src/ops/loadedStep';
import { flag, float, runOnTensorflow } from '../../src/ops/tensorflow';
import { fusedAdam } from '../../src/training/optimizer/fusedAdam';
import { forEachBackend } from '../support/backends';

/** As small as the network may be. */
function smallest(name: ModelName): tf.LayersModel {
  if (name === 'ceNet') return buildModel(name, [192, 192, 1], { baseFilters: 8, seed: 1 });
  return buildModel(name, [64, 64, 1], {
    ...(name.startsWith('deepLab') ? { widthMultiplier: 0.1 } : { baseFilters: 4 }),
    seed: 1,
  });
}

/** Losses of steps on a fixed picture, the graphs that were made or could not be, and of how many blocks there should be some. */
function trainingOf(name: ModelName, steps: number) {
  const model = smallest(name);
  const [, ...shape] = model.inputs[0]!.shape as number[];
  const x = tf.randomUniform([2, ...shape], 0, 1, 'float32', 2);
  const y = tf.tidy(() => x.greater(0.7).toFloat());
  const [loss, adam] = [bceDiceLoss(), fusedAdam()];
  const heads = () => [model.apply(x, { training: true }) as tf.Tensor | tf.Tensor[]].flat();
  const takeStep = () => tf.tidy(() => adam.minimize(() => loss(y, heads()[0]!), true)!.dataSync()[0]!);
  const makers = graphMakers()!;
  const graphs: (StepGraph | null)[] = [];
  const recordStep = (step: LayerStep) => {
    graphs.push(recordLoadedStep(step));
    return graphs.at(-1)!;
  };
  try {
    useGraphs({ ...makers, recordStep });
    const losses = Array.from({ length: steps }, takeStep);
    return { losses, graphs, blocks: model.layers.flatMap(blocksIn).length };
  } finally {
    useGraphs(makers);
    adam.dispose();
    tf.dispose([x, y]);
    model.dispose();
  }
}

/** The outermost blocks that have one output. */
function blocksIn(layer: tf.layers.Layer): tf.layers.Layer[] {
  if (!(layer instanceof CompositeLayer)) return [];
  return layer.wiring.outputs.length === 1 ? [layer] : layer.parts.flatMap(blocksIn);
}

forEachBackend((backend) => {
  describe.runIf(backend === 'tensorflow')('the graphs of a step, on TensorFlow alone,', () => {
    it.each(modelNames)('can be made of every layer of %s', (name) => {
      const { losses, graphs, blocks } = trainingOf(name, 1);
      expect(losses[0]).toBeGreaterThan(0);
      expect(blocks).toBeGreaterThan(4);
      expect(graphs).toHaveLength(blocks);
      expect(graphs).not.toContain(null);
    });

    it('round alike whenever they run', () => {
      const [first, second] = [trainingOf('msaUnet', 4), trainingOf('msaUnet', 4)];
      expect(second.losses).toEqual(first.losses);
      expect(new Set(first.losses).size).toBe(4);
    });

    it('are not made of an operation that a graph does not know like this', () => {
      const normalized = (x: tf.Tensor) => {
        const [one, none] = [tf.ones([3]), tf.tensor1d([])];
        const attributes = [float('epsilon', 0.1), flag('is_training', true)]; // no type of the averages, which a graph wants
        return runOnTensorflow('FusedBatchNormV3', [tf.mul(x, 2), one, one, none, none], attributes, 6)[0]!;
      };
      const x = tf.ones([1, 2, 2, 3]);
      const step = { inputs: [x], weights: [], trainable: [], outputShape: x.shape, keepsInside: true };
      expect(recordLoadedStep({ ...step, compute: () => normalized(x) })).toBeNull();
      const graph = recordLoadedStep({ ...step, compute: () => tf.square(tf.mul(x, 2)) })!;
      const slope = tf.tidy(() => tf.grad((z: tf.Tensor) => graph.run([z], false))(x));
      expect([...slope.dataSync()]).toEqual(Array(12).fill(8));
      graph.dispose();
      tf.dispose([x, slope]);
    });
  });
});
