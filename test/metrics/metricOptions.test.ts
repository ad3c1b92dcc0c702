import { describe, expect, it } from 'vitest';

import { metricOptions } from '../../src/metrics/metricOptions';

describe('metricOptions', () => {
  it('has threshold 0.5, scores empty masks 1 and takes probabilities of exclusive classes, all drawn', () => {
    expect(metricOptions('test', {})).toEqual({
      ...{ threshold: 0.5, emptyValue: 1, fromLogits: false },
      ...{ regions: false, partialLabels: false },
    });
  });

  it('accepts thresholds from 0 to 1 and the empty values 1, 0 and NaN', () => {
    for (const threshold of [0, 1]) expect(metricOptions('test', { threshold }).threshold).toBe(threshold);
    for (const emptyValue of [1, 0, Number.NaN])
      expect(metricOptions('test', { emptyValue }).emptyValue).toBe(emptyValue);
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses the threshold %d', (threshold) => {
    expect(() => metricOptions('makeRecall', { threshold })).toThrow(
      new RangeError(`makeRecall: \`threshold\` must be from 0 to 1; received ${threshold}`),
    );
  });

  it.each([-1, 0.5, Number.POSITIVE_INFINITY])('refuses the empty value %d', (emptyValue) => {
    expect(() => metricOptions('makeRecall', { emptyValue })).toThrow(
      new RangeError(`makeRecall: \`emptyValue\` must be 1, 0 or NaN; received ${emptyValue}`),
    );
  });
});
