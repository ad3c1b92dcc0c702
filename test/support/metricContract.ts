import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import type { MetricOptions } from '../../src/metrics/metricOptions';
import type { Overlap } from '../../src/metrics/overlap';
import type { Metric } from '../../src/metrics/overlapMetric';
import { fromCounts } from './masks';

/** A metric as its module exports it, and what it gives for some counts. */
interface MetricCase {
  metric: Metric;
  make: (options?: MetricOptions) => Metric;
  scores: [counts: Overlap, score: number][];
}

const empty = { tp: 0, fp: 0, fn: 0 };

/** What every metric promises; its own file adds which counts give which score. */
export function metricContract({ metric, make, scores }: MetricCase): void {
  const { name } = metric;
  const score = async (one: Metric, counts: Overlap[]) => {
    const result = tf.tidy(() => {
      const { truth, prediction } = fromCounts(counts);
      return one(truth, prediction);
    });
    expect([result.shape, result.dtype]).toEqual([[counts.length], 'float32']);
    const values = await result.data();
    result.dispose();
    return [...values];
  };

  describe(name, () => {
    it('gives one value per image', async () => {
      const values = await score(
        metric,
        scores.map(([counts]) => counts),
      );
      for (const [i, [, expected]] of scores.entries()) expect(values[i]).toBeCloseTo(expected, 6);
    });

    it.each([1, 0, Number.NaN])(
      'is %d where both masks are empty if that is asked for, and 0 where one is',
      async (emptyValue) => {
        const counts = [empty, { ...empty, fp: 3 }, { ...empty, fn: 3 }, { ...empty, tp: 3 }];
        expect(await score(make({ emptyValue }), counts)).toEqual([emptyValue, 0, 0, 1]);
      },
    );

    it('leaves no tensor behind but its value', () => {
      const { truth, prediction } = fromCounts([{ tp: 6, fp: 2, fn: 4 }]);
      const before = tf.memory().numTensors;
      metric(truth, prediction).dispose();
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose([truth, prediction]);
    });

    it('scores two empty masks 1 unless it is told otherwise', async () => {
      expect(await score(metric, [empty])).toEqual([1]);
    });

    it('keeps its name when made with options', () => {
      expect(make({ threshold: 0.3 }).name).toBe(name);
    });

    it('refuses masks of another shape', () => {
      expect(() => tf.tidy(() => metric(tf.zeros([2, 4, 4]), tf.zeros([2, 4, 4, 1])))).toThrow(
        new RangeError(
          `${name}: \`yTrue\` and \`yPred\` must have the same shape [batch, …, channels]; received [2, 4, 4] and [2, 4, 4, 1]`,
        ),
      );
    });

    it('refuses options that are not legal', () => {
      expect(() => make({ threshold: 1.5 })).toThrow(
        new RangeError(`${make.name}: \`threshold\` must be from 0 to 1; received 1.5`),
      );
      expect(() => make({ emptyValue: 0.5 })).toThrow(
        new RangeError(`${make.name}: \`emptyValue\` must be 1, 0 or NaN; received 0.5`),
      );
    });
  });
}
