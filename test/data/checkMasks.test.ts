import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { checkMasks } from '../../src/data/checkMasks';

const advice = 'Divide masks of 0 and 255 by 255; make class numbers one-hot';

describe('checkMasks', () => {
  it('accepts 0, 1 and soft labels between, in tensors and arrays', async () => {
    await checkMasks(tf.tensor([0, 1, 0.25, 1], [1, 2, 2, 1]));
    await checkMasks(tf.tensor([0, 1, 1], [3], 'int32'));
    await checkMasks(tf.tensor([0, 1, 1], [3], 'bool'));
    await checkMasks(Uint8Array.of(0, 1, 1));
    await checkMasks(Float32Array.of(0, 0.5, 1));
    await checkMasks([]);
  });

  it('refuses a mask of 0 and 255 and says what to do', async () => {
    await expect(checkMasks(Uint8Array.of(0, 0, 255))).rejects.toThrow(
      new RangeError(`checkMasks: \`masks\` must be from 0 to 1; received 255 (element 2 of 3). ${advice}`),
    );
    await expect(checkMasks(tf.tensor([0, 255], [1, 2], 'int32'))).rejects.toThrow(
      new RangeError(`checkMasks: \`masks\` must be from 0 to 1; received 255 (element 1 of 2). ${advice}`),
    );
  });

  it.each([-0.001, 1.001, 2, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', async (value) => {
    const masks = [1, value];
    await expect(checkMasks(masks)).rejects.toThrow(`received ${value} (element 1 of 2)`);
    await expect(checkMasks(tf.tensor1d(masks))).rejects.toThrow(RangeError);
  });

  it('names the masks in its message', async () => {
    await expect(checkMasks([3], 'masks/p01/7.png')).rejects.toThrow(
      'checkMasks: `masks/p01/7.png` must be from 0 to 1; received 3 (element 0 of 1)',
    );
  });

  it('leaves the tensor as it was and makes no other', async () => {
    const masks = tf.tensor([0, 1]);
    const before = tf.memory().numTensors;
    await checkMasks(masks);
    expect(tf.memory().numTensors).toBe(before);
    expect(masks.isDisposed).toBe(false);
  });
});
