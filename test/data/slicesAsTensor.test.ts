import { describe, expect, it } from 'vitest';

import { slicesAsTensor } from '../../src/data/slicesAsTensor';
import { smallVolume } from '../support/volumes';

describe('slicesAsTensor', () => {
  it('gives all slices, or some, as a batch of images', () => {
    const volume = smallVolume();
    const all = slicesAsTensor(volume);
    expect(all.shape).toEqual([2, 3, 4, 1]);
    expect(all.dtype).toBe('float32');
    expect(all.dataSync()).toEqual(Float32Array.from(volume.data));
    const second = slicesAsTensor(volume, 1);
    expect(second.shape).toEqual([1, 3, 4, 1]);
    expect(second.dataSync()).toEqual(Float32Array.from(volume.data.subarray(12)));
    expect(slicesAsTensor(volume, 0, 1).dataSync()[11]).toBe(11);
  });

  it.each([
    [-1, 1, 'slicesAsTensor: `from` must be an integer from 0 to 1; received -1'],
    [2, 3, 'slicesAsTensor: `from` must be an integer from 0 to 1; received 2'],
    [1, 1, 'slicesAsTensor: `to` must be an integer from 2 to 2; received 1'],
    [0, 3, 'slicesAsTensor: `to` must be an integer from 1 to 2; received 3'],
  ])('refuses %i to %i', (from, to, message) => {
    expect(() => slicesAsTensor(smallVolume(), from, to)).toThrow(new RangeError(message));
  });
});
