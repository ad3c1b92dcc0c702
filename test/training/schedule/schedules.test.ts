import { describe, expect, it } from 'vitest';

import { Patience } from '../../../src/training/schedule/patience';
import { Plateau } from '../../../src/training/schedule/plateau';
import golden from '../../golden/schedules.json';

describe('Keras makes the same of random losses', () => {
  it.each(golden.plateaus)('ReduceLROnPlateau with $options', ({ options, losses, rates }) => {
    const plateau = new Plateau(options);
    let rate = 1;
    const ours = losses.map((loss) => {
      rate = plateau.next(loss, rate);
      return rate;
    });
    expect(ours).toEqual(rates);
    expect(new Set(rates).size).toBeGreaterThan(2);
  });

  it.each(golden.stops)('EarlyStopping with $options', ({ options, losses, end }) => {
    const patience = new Patience(options);
    expect(losses.findIndex((loss) => patience.endsAfter(loss)) + 1).toBe(end ?? 0);
  });
});
