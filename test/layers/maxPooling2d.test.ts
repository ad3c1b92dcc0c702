import { expect, it } from 'vitest';

import { MaxPooling2D, type MaxPooling2DOptions } from '../../src/layers/maxPooling2d';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { image, outputOf } from '../support/layers';

const map = () =>
  image([
    [1, 2, -3],
    [4, 3, -4],
    [-5, -6, -7],
  ]);

forEachBackend((backend) => {
  expectLayer(backend, MaxPooling2D, { options: { poolSize: 2, padding: 'valid' }, inputs: [[5, 4, 2]] });
  expectLayer(backend, MaxPooling2D, { options: { poolSize: 3, padding: 'same' }, inputs: [[5, 4, 2]] });
  expectLayer(backend, MaxPooling2D, {
    options: { poolSize: 3, stride: 2, padding: 'symmetric' },
    inputs: [[6, 5, 2]],
  });
  expectLayer(backend, MaxPooling2D, { options: { poolSize: 3, stride: 1, padding: 'valid' }, inputs: [[6, 5, 2]] });

  it.each<[MaxPooling2DOptions, number[]]>([
    [{}, [4]],
    [{ padding: 'same' }, [4, -3, -5, -7]], // the surplus of one pixel lies after
    [{ padding: 'same', poolSize: 4 }, [4]],
    [{ padding: 'symmetric', poolSize: 3, stride: 2 }, [4, 3, 4, 3]],
    [{ poolSize: 2, stride: 1 }, [4, 3, 4, 3]],
    [{ padding: 'same', poolSize: 1 }, [1, 2, -3, 4, 3, -4, -5, -6, -7]],
  ])('with %o takes the maximum of every window', async (options, expected) => {
    expect(await outputOf(new MaxPooling2D(options), map())).toEqual(expected);
  });
});

it.each<[MaxPooling2DOptions, string]>([
  [{ poolSize: 0 }, 'MaxPooling2D: `poolSize` must be a positive integer; received 0'],
  [{ padding: 'full' as 'same' }, 'MaxPooling2D: `padding` must be one of same, valid, symmetric; received "full"'],
  [{ stride: 0 }, 'MaxPooling2D: `stride` must be a positive integer; received 0'],
  [
    { padding: 'symmetric' },
    'MaxPooling2D: `padding` must be same or valid with a `poolSize` of 2; received "symmetric"',
  ],
])('refuses %o', (options, message) => {
  expect(() => new MaxPooling2D(options)).toThrow(new RangeError(message));
});
