import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import type { MetricOptions } from '../../src/metrics/metricOptions';
import type { Overlap } from '../../src/metrics/overlap';
import type { Metric } from '../../src/metrics/overlapMetric';
import { readNumber } from './gradients';
import { fromCounts, partlyDrawn } from './masks';

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

    it('with regions averages every channel, without them all but the first', async () => {
      const [[a, first], [b, second]] = scores as [[Overlap, number], [Overlap, number]];
      const of = (options: MetricOptions) =>
        readNumber(() => {
          const [one, two] = [fromCounts([a]), fromCounts([b])];
          const join = (pick: 'truth' | 'prediction') => tf.concat([one[pick], two[pick]], 3);
          return make(options)(join('truth'), join('prediction'));
        });
      expect(await of({ regions: true })).toBeCloseTo((first + second) / 2, 6);
      expect(await of({})).toBeCloseTo(second, 6);
    });

    it.each(['float32', 'int32'] as const)(
      'with partialLabels leaves out pixels, classes and images that are −1 in %s masks',
      async (type) => {
        const [[a, first], [b, second]] = scores as [[Overlap, number], [Overlap, number]];
        const of = (channels: (Overlap | null)[], options: MetricOptions = {}) =>
          readNumber(() => {
            const { truth, prediction } = partlyDrawn(channels, type);
            return make({ partialLabels: true, ...options })(truth, prediction);
          });
        expect(await of([a])).toBeCloseTo(first, 6);
        expect(await of([a, b, null])).toBeCloseTo(second, 6);
        expect(await of([a, b, null], { regions: true })).toBeCloseTo((first + second) / 2, 6);
        expect(await of([a, null, null], { regions: true, emptyValue: Number.NaN })).toBeCloseTo(first, 6);
        expect(await of([a, empty], { regions: true, emptyValue: 0 })).toBeCloseTo(first / 2, 6);
        expect(await of([a, null, null])).toBe(1);
        expect(await of([a, null], { emptyValue: 0 })).toBe(0);
        expect(await of([null], { emptyValue: Number.NaN })).toBeNaN();
      },
    );

    it('leaves no tensor behind but its value', () => {
      const { truth, prediction } = fromCounts([{ tp: 6, fp: 2, fn: 4 }]);
      const before = tf.memory().numTensors;
      metric(truth, prediction).dispose();
      make({ regions: true, partialLabels: true })(truth, prediction).dispose();
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
