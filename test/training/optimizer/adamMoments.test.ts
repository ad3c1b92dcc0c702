import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import type { AdamState } from '../../../src/ops/adamUpdate';
import { AdamMoments } from '../../../src/training/optimizer/adamMoments';
import { forEachBackend } from '../../support/backends';
import { elementsOf } from '../../support/smallNet';

const weights = Object.entries({ a: [2, 2], b: [3], c: [9], d: [], e: [4] }).map(([name, shape]) => ({ name, shape }));

/** An update that adds 1 to every m and 2 to every v. */
const count = ({ m, v, last }: AdamState): AdamState => {
  const next = tf.tidy(() => ({ m: m.add<tf.Tensor1D>(1), v: v.add<tf.Tensor1D>(2) }));
  tf.dispose([m, v]);
  return { ...next, last };
};

/** Counts in these weights, and returns the names that came together. */
function countIn(moments: AdamMoments, some = weights): string[] {
  const parts: string[] = [];
  moments.update(some, (names, state) => {
    parts.push(names.join(''));
    return count(state);
  });
  return parts;
}

async function valuesOf(moments: AdamMoments): Promise<Record<string, string>> {
  const copies = moments.copies();
  const values: Record<string, string> = {};
  for (const [name, { m, v }] of copies) {
    values[name] = [...new Set(await elementsOf([m, v]))].join();
    tf.dispose([m, v]);
  }
  return values;
}

forEachBackend(() => {
  describe('AdamMoments', () => {
    it('keeps weights together while they fit, and one that is too large alone', () => {
      const moments = new AdamMoments(8);
      moments.admit(weights);
      expect(countIn(moments)).toEqual(['ab', 'c', 'de']);
      moments.dispose();
    });

    it('regroups when others are trained, and loses nothing', async () => {
      const moments = new AdamMoments(8);
      moments.admit(weights);
      countIn(moments);
      expect(countIn(moments, weights.slice(1))).toEqual(['b', 'c', 'de']);
      countIn(moments);
      expect(await valuesOf(moments)).toEqual({ a: '2,4', b: '3,6', c: '3,6', d: '3,6', e: '3,6' });
      moments.dispose();
    });

    it('leaves no tensor behind when it is disposed', () => {
      const before = tf.memory().numTensors;
      const moments = new AdamMoments(8);
      moments.admit(weights);
      countIn(moments, weights.slice(2));
      expect(tf.memory().numTensors).toBeGreaterThan(before);
      moments.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});
