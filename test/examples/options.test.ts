import { expect, test } from 'vitest';

import { readOptions } from '../../examples/quickstart/options';

test('the default is the phantom', () => {
  expect(readOptions([], new Date(2026, 10, 3, 7, 5, 2))).toMatchObject({
    data: null,
    limit: null,
    backend: 'auto',
    seed: 1,
    name: 'phantom-20261103-070502',
  });
});

test('every option is read', () => {
  const args =
    '--data d --epochs 3 --limit 20 --size 96 --base-filters 4 --batch-size 2 --seed 0 --backend wasm --name a.b';
  expect(readOptions(args.split(' '))).toEqual({
    data: 'd',
    epochs: 3,
    limit: 20,
    size: 96,
    baseFilters: 4,
    batchSize: 2,
    seed: 0,
    backend: 'wasm',
    name: 'a.b',
  });
});

test('help is no run', () => {
  expect(readOptions(['--help'])).toBeNull();
});

test.each([
  ['--epochs=0', '--epochs must be a whole number of at least 1; received "0"'],
  ['--size=many', '--size must be a whole number of at least 1; received "many"'],
  ['--seed=-1', '--seed must be a whole number of at least 0; received "-1"'],
  ['--backend=gpu', '--backend must be one of auto, tensorflow, webgpu, wasm, cpu; received "gpu"'],
  ['--name=../x', '--name must be letters, digits, "_", "-" and "."; received "../x"'],
])('%s is refused', (arg, message) => {
  expect(() => readOptions([arg])).toThrow(new RangeError(message));
});

test('an unknown option is refused', () => {
  expect(() => readOptions(['--epoch=3'])).toThrow(TypeError);
});
