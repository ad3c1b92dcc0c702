import type * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { ModelFormatError } from '../../src/models/modelFormatError';
import { byteLengthOf, validateWeights } from '../../src/models/validateWeights';

const spec = (change: object = {}) =>
  ({ name: 'w', shape: [2], dtype: 'float32', ...change }) as tf.io.WeightsManifestEntry;
const floats = (...values: number[]) => new Float32Array(values).buffer;
const quantized = (quantization: unknown, change: object = {}) => spec({ quantization, ...change });

describe('validateWeights', () => {
  it('gives weights in pieces of any length as one', () => {
    const whole = floats(1, 2);
    const joined = validateWeights([spec()], [whole.slice(0, 3), whole.slice(3)]);
    expect([...new Float32Array(joined)]).toEqual([1, 2]);
  });

  it('takes floats behind booleans, where they are not aligned', () => {
    const data = new Uint8Array([1, ...new Uint8Array(floats(1, 2))]).buffer;
    expect(() => validateWeights([spec({ name: 'b', shape: [1], dtype: 'bool' }), spec()], data)).not.toThrow();
  });

  it('takes integers of any bits', () => {
    expect(() => validateWeights([spec({ dtype: 'int32' })], new Uint8Array(8).fill(255).buffer)).not.toThrow();
  });

  it('takes scalars and empty tensors', () => {
    expect(byteLengthOf([spec({ name: 'a', shape: [] }), spec({ name: 'b', shape: [0, 3] })])).toBe(4);
  });

  it('counts quantized weights by their stored size', () => {
    const specs = [
      quantized({ dtype: 'uint8', scale: 1, min: 0 }, { name: 'a' }),
      quantized({ dtype: 'uint16', scale: 1, min: 0 }, { name: 'b' }),
      quantized({ dtype: 'float16' }, { name: 'c' }),
    ];
    expect(byteLengthOf(specs)).toBe(2 * (1 + 2 + 2));
  });
});

describe('validateWeights refuses', () => {
  const cases: [title: string, message: string, specs: unknown, data?: unknown][] = [
    ['specifications that are no list', 'the weight specifications are missing', {}],
    ['specifications without content', 'undefined is not a name for a weight', [null]],
    ['an empty name', '"" is not a name for a weight', [spec({ name: '' })]],
    ['the name __proto__', '"__proto__" is not a name for a weight', [spec({ name: '__proto__' })]],
    ['two weights of one name', 'two weights are named "w"', [spec(), spec()]],
    ['a missing shape', 'the weight "w" has the shape undefined', [spec({ shape: undefined })]],
    ['a shape with a fraction', 'the weight "w" has the shape [1.5]', [spec({ shape: [1.5] })]],
    ['a negative shape', 'the weight "w" has the shape [-1,-2]', [spec({ shape: [-1, -2] })]],
    [
      'a shape beyond counting',
      'has the shape [9007199254740991,1024]',
      [spec({ shape: [Number.MAX_SAFE_INTEGER, 1024] })],
    ],
    [
      'text',
      'the weight "w" has the data type "string"; supported are float32, int32, bool',
      [spec({ dtype: 'string' })],
    ],
    ['complex numbers', 'has the data type "complex64"', [spec({ dtype: 'complex64' })]],
    ['an unknown quantization', 'has the quantization {"dtype":"uint4"}', [quantized({ dtype: 'uint4' })]],
    ['a quantization null', 'has the quantization null', [quantized(null)]],
    ['integers in half precision', 'has the quantization', [quantized({ dtype: 'float16' }, { dtype: 'int32' })]],
    ['a quantization without scale', 'has the quantization', [quantized({ dtype: 'uint8', min: 0 })]],
    ['a quantization that overflows', 'has the quantization', [quantized({ dtype: 'uint8', scale: 1e38, min: 0 })]],
    ['too few bytes', 'must have 8 bytes according to its specifications; received 4', [spec()], floats(1)],
    [
      'too many bytes',
      'must have 8 bytes according to its specifications; received 12',
      [spec()],
      [floats(1, 2), floats(3)],
    ],
    ['no buffer', 'the weight data is not an ArrayBuffer', [spec()], [1, 2]],
    ['a view of a buffer', 'the weight data is not an ArrayBuffer', [spec()], new Float32Array(2)],
    ['NaN', 'the weight "w" is not finite', [spec()], floats(1, Number.NaN)],
    ['Infinity', 'the weight "w" is not finite', [spec()], floats(Number.NEGATIVE_INFINITY, 1)],
    [
      'Infinity in half precision',
      'is not finite',
      [quantized({ dtype: 'float16' })],
      new Uint16Array([0, 0xfc00]).buffer,
    ],
  ];

  it.each(cases)('%s', (_title, message, specs, data = floats(1, 2)) => {
    const validate = () => validateWeights(specs as tf.io.WeightsManifestEntry[], data as ArrayBuffer);
    expect(validate).toThrow(ModelFormatError);
    expect(validate).toThrow(message);
  });
});
