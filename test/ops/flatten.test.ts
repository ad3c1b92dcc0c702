import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { flatten, unflatten } from '../../src/ops/flatten';
import { forEachBackend } from '../support/backends';
import { randomTensor, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

const shapes = [[2, 1, 3], [], [5]];

forEachBackend(() => {
  describe('flatten', () => {
    it('puts the elements of one tensor after those of the other', async () => {
      const [vector] = await read(() =>
        flatten([
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          tf.scalar(5),
          tf.tensor1d([6]),
        ]),
      );
      expect([...vector!]).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it('takes tensors of whichever rank and size, and leaves the vector alone behind', async () => {
      const tensors = [[2, 3, 4], [], [200], [1, 1], [3, 1, 2, 2], [9], [70], [1], [300]].map((shape, i) =>
        randomTensor(shape, i + 1),
      );
      const before = memoryInUse();
      const vector = flatten(tensors);
      expect(memoryInUse().numTensors).toBe(before.numTensors + 1);
      const expected = await Promise.all(tensors.map((tensor) => tensor.data()));
      expect([...(await vector.data())]).toEqual(expected.flatMap((values) => [...values]));
      vector.dispose();
      tf.dispose(tensors);
    });

    it('takes more tensors than a shader has inputs', async () => {
      const [vector] = await read(() => flatten(Array.from({ length: 60 }, (_, i) => tf.fill([2], i))));
      expect([...vector!]).toEqual(Array.from({ length: 120 }, (_, i) => i >> 1));
    });
  });

  describe('unflatten', () => {
    it('cuts what flatten has joined', async () => {
      const tensors = () => shapes.map((shape, i) => randomTensor(shape, i + 1));
      const expected = await read(tensors);
      expect(await read(() => unflatten(flatten(tensors()), shapes))).toEqual(expected);
    });

    it('gives every piece its shape, and leaves nothing else behind', () => {
      const vector = tf.linspace(0, 1, 12) as tf.Tensor1D;
      const before = memoryInUse();
      const pieces = unflatten(vector, shapes);
      expect(pieces.map(({ shape }) => shape)).toEqual(shapes);
      expect(memoryInUse().numTensors).toBe(before.numTensors + shapes.length);
      tf.dispose(pieces);
      expect(memoryInUse()).toEqual(before);
      vector.dispose();
    });
  });
});
