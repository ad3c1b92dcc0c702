import { describe, expect, it } from 'vitest';

import { wilcoxonSignedRank } from '../../src/metrics/wilcoxonSignedRank';
import golden from '../golden/wilcoxon.json';

describe('wilcoxonSignedRank', () => {
  it.each(Object.entries(golden.cases))('of %s equals SciPy', (_, { differences, statistic, pValue }) => {
    const test = wilcoxonSignedRank(differences);
    expect(test.statistic).toBe(statistic);
    expect(Math.abs(test.pValue / pValue - 1)).toBeLessThan(1e-10);
  });

  it('is exact up to fifty differences, zeros not counted', () => {
    const differences = Array.from({ length: 51 }, (_, i) => i + 1);
    expect(wilcoxonSignedRank(differences)).toMatchObject({ n: 51, zeros: 0, method: 'normal' });
    expect(wilcoxonSignedRank(differences.map((d) => d - 1))).toMatchObject({
      n: 50,
      zeros: 1,
      method: 'exact',
      pValue: 2 ** -49,
    });
  });

  it('of three differences above 0 is 1/4: two of eight choices of signs', () => {
    expect(wilcoxonSignedRank([0.1, 0.5, 0.2])).toEqual({
      pValue: 0.25,
      statistic: 0,
      n: 3,
      zeros: 0,
      method: 'exact',
    });
  });

  it('does not depend on which of two comes first', () => {
    const differences = [0.3, -0.1, 0.25, 0.25, 0];
    expect(wilcoxonSignedRank(differences.map((d) => -d))).toEqual(wilcoxonSignedRank(differences));
  });

  it('without a difference is 1', () => {
    expect(wilcoxonSignedRank([0, 0])).toEqual({ pValue: 1, statistic: 0, n: 0, zeros: 2, method: 'exact' });
    expect(wilcoxonSignedRank([])).toMatchObject({ pValue: 1, n: 0 });
  });

  it('refuses what is not a number', () => {
    expect(() => wilcoxonSignedRank([1, Number.NaN])).toThrow(
      new RangeError('wilcoxonSignedRank: `differences` must be numbers; received NaN'),
    );
  });
});
