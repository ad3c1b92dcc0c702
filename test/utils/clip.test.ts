import { expect, test } from 'vitest';

import { CtFileError } from '../../src/data/ctFileError';
import { RunFileError } from '../../src/data/runFileError';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { clip, listed } from '../../src/utils/clip';
import { JsonValueError } from '../../src/utils/jsonReader';
import { OptionError } from '../../src/utils/optionError';
import { show } from '../../src/utils/show';
import { WeightsFileError } from '../../src/weights/weightsFileError';

const long = 'x'.repeat(1e6);

test('a short text stays, and a long one loses its middle', () => {
  expect(clip('short', 9)).toBe('short');
  expect(clip('abcdefghijkl', 9)).toBe('abcde…jkl');
});

test('a list names the first and counts the others', () => {
  expect(listed(['a', 'b'])).toBe('a, b');
  expect(listed(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});

test.each([
  new CtFileError(long, long),
  new CtFileError('short', long, { fix: [{ option: 'liverLabels', value: Array(1e5).fill(1) }, { action: long }] }),
  new ModelFormatError(long),
  new RunFileError(long, long),
  new WeightsFileError(long, long),
  new JsonValueError(long, 'a number', long),
  OptionError.unknown('owner', long, ['a', 'b'], long),
  new OptionError({ owner: 'owner', option: long, expected: 'a number', received: long }),
])('an error about a file of long names is short: $name', ({ message }) => {
  expect(message.length).toBeLessThanOrEqual(1010);
});

test('a value of any depth and size is shown', () => {
  const deep = JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`);
  for (const value of [deep, long, new Float32Array(1e6), Array(1e6).fill(0), { [long]: deep }])
    expect(show(value).length).toBeLessThanOrEqual(200);
});

test('typed arrays are shown as lists', () => {
  expect(show(Uint8Array.of(1, 2))).toBe('[1,2]');
});
