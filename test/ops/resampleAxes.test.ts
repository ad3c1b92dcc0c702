import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { resampleAxes } from '../../src/ops/resampleAxes';
import { forEachBackend, onCpu } from '../support/backends';
import { randomTensor, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

const from = (low: number, high = low, share = 0) => ({ low, high, share });
const outside = from(-1);
const rows = [from(1), from(0, 1, 0.25), from(1), from(0)];
const columns = [from(2), outside, from(0, 1, 0.5), from(0), from(1), from(2)];

forEachBackend(() => {
  it('mixes the rows and columns of every image in its own way', async () => {
    const maps = () => tf.tensor4d([0, 4, 8, 12, 16, 20, 100, 101, 102, 103, 104, 105], [2, 2, 3, 1]);
    const [out] = await read(() => resampleAxes(maps(), { rows, columns }));
    expect([...out!]).toEqual([20, 0, 14, 11, 0, 5, 103, 104, 105, 100, 101, 102]);
  });

  it('fills rows that come from outside with 0', async () => {
    const [out] = await read(() =>
      resampleAxes(tf.ones([1, 2, 2, 1]), { rows: [from(0), outside], columns: [from(0), from(1)] }),
    );
    expect([...out!]).toEqual([1, 1, 0, 0]);
  });

  it('keeps the channels apart', async () => {
    const [out] = await read(() =>
      resampleAxes(tf.tensor4d([1, 10, 2, 20, 3, 30], [1, 1, 3, 2]), {
        rows: [from(0)],
        columns: [from(2), from(0, 1, 0.5), outside],
      }),
    );
    expect([...out!]).toEqual([3, 30, 1.5, 15, 0, 0]);
  });

  it('copies bit by bit where there is nothing to mix', async () => {
    const maps = () => randomTensor([1, 3, 4, 2]) as tf.Tensor4D;
    const [given, out] = await read(() => {
      const x = maps();
      const same = { rows: [0, 1, 2].map((i) => from(i)), columns: [0, 1, 2, 3].map((i) => from(i)) };
      return [x.clone(), resampleAxes(x, same)];
    });
    expect(out).toEqual(given);
  });

  it('equals cpu', async () => {
    const compute = () => resampleAxes(randomTensor([2, 2, 3, 3]) as tf.Tensor4D, { rows, columns });
    const expected = await onCpu(compute);
    const [received] = await read(compute);
    expected.forEach((value, i) => {
      expect(received![i]).toBeCloseTo(value, 6);
    });
  });

  it('leaves nothing but its result behind', () => {
    const maps = randomTensor([2, 2, 3, 1]) as tf.Tensor4D;
    resampleAxes(maps, { rows, columns }).dispose();
    const before = memoryInUse();
    resampleAxes(maps, { rows, columns }).dispose();
    expect(memoryInUse()).toEqual(before);
    maps.dispose();
  });
});
