import { expect, it } from 'vitest';

import { graphMakers, isGraphRecorded, whileRecording } from '../../src/ops/graphs';
import { forEachBackend } from '../support/backends';

forEachBackend((backend) => {
  it('graphs are made on TensorFlow alone, and not inside of one another', () => {
    expect(graphMakers() !== null).toBe(backend === 'tensorflow');
    expect(whileRecording(graphMakers)).toBeNull();
    expect(graphMakers() !== null).toBe(backend === 'tensorflow');
  });
});

it('nothing is recorded before and after, also when recording fails', () => {
  expect(isGraphRecorded()).toBe(false);
  expect(whileRecording(isGraphRecorded)).toBe(true);
  expect(() =>
    whileRecording(() => {
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(isGraphRecorded()).toBe(false);
});
