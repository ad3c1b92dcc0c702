import { expect, it } from 'vitest';

import { graphMakers } from '../../src/graphs/graphMakers';
import { isGraphRecorded } from '../../src/graphs/layerGraphs';
import { whileRecordingOperations } from '../../src/kernels/tensorflow/recording';
import { forEachBackend } from '../support/backends';

forEachBackend((backend) => {
  it('graphs are made on TensorFlow alone, and not inside of one another', () => {
    expect(graphMakers() !== null).toBe(backend === 'tensorflow');
    expect(whileRecordingOperations(graphMakers)).toBeNull();
    expect(graphMakers() !== null).toBe(backend === 'tensorflow');
  });
});

it('nothing is recorded before and after, also when recording fails', () => {
  expect(isGraphRecorded()).toBe(false);
  expect(whileRecordingOperations(isGraphRecorded)).toBe(true);
  expect(() =>
    whileRecordingOperations(() => {
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(isGraphRecorded()).toBe(false);
});
