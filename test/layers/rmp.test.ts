import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { RMP } from '../../src/layers/rmp';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, namesOf, outputOf, setWeights } from '../support/layers';

const side = 6;
const rising = Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => side * y + x));

forEachBackend((backend) => {
  expectLayer(backend, RMP, { options: { seed: 5 }, inputs: [[7, 9, 2]] });

  it('puts the maxima of windows of 2, 3, 5 and 6, resized, before its input', async () => {
    const rmp = new RMP({ name: 'rmp' });
    const model = modelOf(rmp, [[side, side, 1]]);
    setWeights(rmp, { 'squeeze/kernel': [10], 'squeeze/bias': [1] });
    const y = await outputOf(rmp, image(rising));
    const channel = (c: number) => Array.from({ length: side * side }, (_, i) => y[5 * i + c]!);
    expect([0, 1].map((c) => channel(c)[0])).toEqual([71, 141]); // 10 · 7 + 1, 10 · 14 + 1
    expectClose(channel(0).slice(0, side), [71, 76, 86, 96, 106, 111], 1e-6); // half-pixel, from 71, 91, 111
    expectClose(channel(2), new Array(side * side).fill(10 * (4 * side + 4) + 1), 1e-6); // only whole windows count
    expectClose(channel(3), new Array(side * side).fill(10 * 35 + 1), 1e-6);
    expect(channel(4)).toEqual(rising.flat());
    model.dispose();
  });
});

it('pools 16×16 to 8, 5, 3 and 2', () => {
  const rmp = new RMP({ name: 'rmp' });
  const model = modelOf(rmp, [[16, 16, 2]]);
  const pools = rmp.parts.filter((part) => part.getClassName() === 'MsaUnetMaxPooling2D');
  expect(pools.map(({ outputShape }) => outputShape)).toEqual([8, 5, 3, 2].map((length) => [null, length, length, 2]));
  model.dispose();
});

it('has C + 1 parameters, which its four branches share', () => {
  const rmp = new RMP({ name: 'rmp' });
  const model = modelOf(rmp, [[null, null, 7]]);
  expect(countsOf(rmp)).toEqual([8, 0]);
  expect(namesOf(rmp.weights)).toEqual(['rmp/squeeze/kernel', 'rmp/squeeze/bias']);
  model.dispose();
});

it('refuses maps that a window does not fit', () => {
  const rmp = new RMP({ name: 'rmp' });
  const model = modelOf(rmp, [[null, null, 1]]);
  const x = tf.zeros([1, 6, 5, 1]);
  expect(() => rmp.apply(x)).toThrow(
    new RangeError("maxPool: a window of 6×6 does not fit a map of 6×5; use padding 'same'"),
  );
  x.dispose();
  model.dispose();
});

it('refuses a seed that is none', () => {
  expect(() => new RMP({ seed: 0.5 })).toThrow(new RangeError('RMP: `seed` must be an integer or null; received 0.5'));
});
