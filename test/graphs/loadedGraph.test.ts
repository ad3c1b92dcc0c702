import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';

import { recordLoadedGraph } from '../../src/graphs/loadedGraph';
import { tensorflowBackend } from '../../src/kernels/tensorflow/backend';
import { inTemporaryFolder } from '../../src/node/backends/inTemporaryFolder';
import { forEachBackend } from '../support/backends';

const recordInFolder = recordLoadedGraph(inTemporaryFolder);

forEachBackend((backend) => {
  describe.runIf(backend === 'tensorflow')('a graph of TensorFlow, on no other backend', () => {
    it('does for other inputs and weights what was recorded', () => {
      tf.tidy(() => {
        const [x, w] = [tf.tensor1d([1, 2]), tf.scalar(3)];
        const { outputs, graph } = recordInFolder([x], [w], () => [x.mul(w.add(1)), x.sub(w)]);
        expect(outputs.map((output) => [...output.dataSync()])).toEqual([
          [4, 8],
          [-2, -1],
        ]);
        const again = graph!.run([tf.tensor1d([5, 6])], [tf.scalar(1)]);
        expect(again.map((output) => [...output.dataSync()])).toEqual([
          [10, 12],
          [4, 5],
        ]);
        graph!.dispose();
      });
    });

    it('is freed on another backend too', async () => {
      const [x, w] = [tf.tensor1d([1, 2]), tf.scalar(3)];
      const { graph, outputs } = recordInFolder([x], [w], () => [x.mul(w)]);
      tf.dispose(tf.tidy(() => graph!.run([x], [w])));
      const unload = vi.spyOn(tensorflowBackend(), 'deleteSavedModel');
      await tf.setBackend('cpu');
      graph!.dispose();
      expect(unload).toHaveBeenCalledOnce();
      unload.mockRestore();
      await tf.setBackend(backend);
      tf.dispose([x, w, outputs]);
    });

    it('is not made of two inputs that are one tensor', () => {
      tf.tidy(() => {
        const x = tf.tensor1d([1, 2]);
        const { outputs, graph } = recordInFolder([x, x], [], () => [x.add(x)]);
        expect([...outputs[0]!.dataSync()]).toEqual([2, 4]);
        expect(graph).toBeNull();
      });
    });
  });
});
