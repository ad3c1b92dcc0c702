import { describe, expect, it } from 'vitest';

import {
  type ConvSteps,
  convGeometry,
  explicitPadding,
  type Padding,
  paddingRule,
  samePadding,
  stockPadding,
} from '../../src/kernels/convGeometry';

const steps: ConvSteps = { stride: 1, dilation: 1, padding: 'same' };
const geometry = (over: Partial<ConvSteps> = {}, filter = [3, 3, 4, 5], input = [2, 9, 8, 4]) =>
  convGeometry('conv2d', input, filter, { ...steps, ...over });

describe('convGeometry', () => {
  it("pads 'same' so that a side becomes ceil(side / stride), with an odd zero behind", () => {
    expect(geometry()).toMatchObject({ outputShape: [2, 9, 8, 5], padding: [1, 1, 1, 1] });
    expect(geometry({ stride: 2 })).toMatchObject({ outputShape: [2, 5, 4, 5], padding: [1, 1, 0, 1] });
    expect(geometry({ stride: 3 })).toMatchObject({ outputShape: [2, 3, 3, 5], padding: [0, 0, 0, 1] });
    expect(geometry({}, [2, 4, 4, 5])).toMatchObject({ outputShape: [2, 9, 8, 5], padding: [0, 1, 1, 2] });
  });

  it('counts the holes of a dilated window', () => {
    expect(geometry({ dilation: 3 })).toMatchObject({ outputShape: [2, 9, 8, 5], padding: [3, 3, 3, 3] });
    expect(geometry({ dilation: 3, padding: 'valid' })).toMatchObject({ outputShape: [2, 3, 2, 5] });
  });

  it("takes whole windows only with 'valid' and with zeros of one's own", () => {
    expect(geometry({ stride: 2, padding: 'valid' })).toMatchObject({
      outputShape: [2, 4, 3, 5],
      padding: [0, 0, 0, 0],
    });
    expect(geometry({ stride: 2, padding: [2, 1, 0, 1] })).toMatchObject({
      outputShape: [2, 5, 4, 5],
      padding: [2, 1, 0, 1],
    });
  });

  it("pads 'symmetric' alike on all sides, so that a side becomes ceil(side / stride) too", () => {
    expect(geometry({ stride: 2, padding: 'symmetric' })).toMatchObject({
      outputShape: [2, 5, 4, 5],
      padding: [1, 1, 1, 1],
    });
    expect(geometry({ dilation: 3, padding: 'symmetric' })).toMatchObject({ padding: [3, 3, 3, 3] });
    expect(geometry({ stride: 2, padding: 'symmetric' }, [7, 3, 4, 5])).toMatchObject({ padding: [3, 3, 1, 1] });
  });

  it('hands zeros to tfjs as [[0, 0], rows, columns, [0, 0]]', () => {
    expect(explicitPadding([1, 2, 3, 4])).toEqual([
      [0, 0],
      [1, 2],
      [3, 4],
      [0, 0],
    ]);
  });

  it("recognises TensorFlow's rules by their zeros", () => {
    expect(paddingRule(geometry({ stride: 2, padding: [1, 1, 0, 1] }))).toBe('same');
    expect(paddingRule(geometry({ dilation: 2, padding: [2, 2, 2, 2] }))).toBe('same');
    expect(paddingRule(geometry({ stride: 2, padding: [0, 0, 0, 0] }))).toBe('valid');
    expect(paddingRule(geometry({ stride: 2, padding: [1, 1, 1, 0] }))).toBeNull();
  });

  it.each([
    { side: 8, window: 3, stride: 2, zeros: [0, 1] },
    { side: 7, window: 3, stride: 2, zeros: [1, 1] },
    { side: 5, window: 1, stride: 2, zeros: [0, 0] },
    { side: 4, window: 8, stride: 8, zeros: [2, 2] },
  ])('pads a side of $side for windows of $window at stride $stride by $zeros', ({ side, window, stride, zeros }) => {
    expect(samePadding(side, window, stride)).toEqual(zeros);
  });

  it.each([
    [
      () => geometry({}, [3, 3, 3, 5]),
      'conv2d: expected a map [batch, height, width, channels] and a filter [height, width, channels, filters]; ' +
        'received [2,9,8,4] and [3,3,3,5]',
    ],
    [
      () => geometry({}, [3, 3, 4, 5], [9, 8, 4]),
      'conv2d: expected a map [batch, height, width, channels] and a filter [height, width, channels, filters]; ' +
        'received [9,8,4] and [3,3,4,5]',
    ],
    [() => geometry({ stride: 0 }), 'conv2d: `stride` must be a positive integer; received 0'],
    [() => geometry({ dilation: 1.5 }), 'conv2d: `dilation` must be a positive integer; received 1.5'],
    [
      () => geometry({ stride: 2, dilation: 2 }),
      'conv2d: stride and dilation cannot both exceed 1; received stride 2, dilation 2',
    ],
    [
      () => geometry({ padding: [3, 0, 0, 0] }),
      'conv2d: `padding` must be four whole numbers from 0, less than the window of 3×3; received [3,0,0,0]',
    ],
    [
      () => geometry({ padding: [0, 0, 0, -1] }),
      'conv2d: `padding` must be four whole numbers from 0, less than the window of 3×3; received [0,0,0,-1]',
    ],
    [
      () => geometry({ padding: [0, 0, 1.5, 0] }),
      'conv2d: `padding` must be four whole numbers from 0, less than the window of 3×3; received [0,0,1.5,0]',
    ],
    [
      () => geometry({ padding: [1, 1] as number[] as Padding }),
      'conv2d: `padding` must be four whole numbers from 0, less than the window of 3×3; received [1,1]',
    ],
    [
      () => geometry({ padding: 'full' as 'same' }),
      'conv2d: `padding` must be one of same, valid, symmetric; received "full"',
    ],
    [
      () => geometry({ padding: 'symmetric' }, [2, 3, 4, 5]),
      'conv2d: `padding` must be other than symmetric for an even window of 2×3; received "symmetric"',
    ],
    [() => geometry({ dilation: 4, padding: 'valid' }), 'conv2d: a window of 9×9 does not fit a padded map of 9×8'],
  ])('refuses what does not fit (%#)', (make, message) => {
    expect(make).toThrow(new RangeError(message));
  });
});

it('pads stock convolutions by a rule, unless there is none or the stride is longer than the window', () => {
  expect(stockPadding(geometry())).toBe('same');
  expect(stockPadding(geometry({ dilation: 2 }))).toBe('same');
  expect(stockPadding(geometry({ padding: 'valid' }))).toBe('valid');
  expect(stockPadding(geometry({ padding: [2, 0, 1, 1] }))).toEqual([
    [0, 0],
    [2, 0],
    [1, 1],
    [0, 0],
  ]);
  const strided = geometry({ stride: 4 }, [3, 3, 4, 5], [2, 10, 10, 4]);
  expect(stockPadding(strided)).toEqual([
    [0, 0],
    [0, 1],
    [0, 1],
    [0, 0],
  ]);
});
