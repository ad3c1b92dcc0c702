import { modelNames } from 'msa-unet';
import { expect, test } from 'vitest';

import { readOptions } from '../../examples/quickstart/options';

test('the default is the phantom', () => {
  expect(readOptions([], new Date(2026, 10, 3, 7, 5, 2))).toMatchObject({
    data: null,
    model: 'msaUnet',
    size: 128,
    baseFilters: 4,
    limit: null,
    clahe: null,
    backend: 'auto',
    seed: 1,
    name: 'phantom-20261103-070502',
  });
});

test('every option is read', () => {
  const args =
    '--data d --model unet --epochs 3 --limit 20 --size 96 --clahe no --base-filters 4 --batch-size 2 --seed 0 --backend wasm --name a.b';
  expect(readOptions(args.split(' '))).toEqual({
    data: 'd',
    image: null,
    mask: null,
    liverLabels: null,
    labels: null,
    model: 'unet',
    epochs: 3,
    limit: 20,
    size: 96,
    clahe: false,
    baseFilters: 4,
    batchSize: 2,
    seed: 0,
    backend: 'wasm',
    name: 'a.b',
  });
});

test('labels are the organs of the phantom, or those of the data', () => {
  const organs = { labels: 'organs', model: 'unet', size: 96, baseFilters: 16, batchSize: 2, epochs: 12 };
  expect(readOptions(['--labels', 'organs'])).toMatchObject(organs);
  expect(readOptions(['--data', 'd', '--labels', 'all'])).toMatchObject({ labels: 'all', epochs: 10 });
  const two = ['--data', 'd', '--labels', 'liver=1,2', '--labels', 'tumour=2'];
  expect(readOptions(two)).toMatchObject({ labels: { liver: [1, 2], tumour: [2] } });
  expect(() => readOptions(['--labels', 'liver=1'])).toThrow(
    '--labels must be organs without --data; received "liver=1"',
  );
  expect(() => readOptions(['--data', 'd', '--labels', 'organs'])).toThrow('parseLabels: `labels` must be a name');
});

test.each([
  ['ceNet', 192, 16],
  ['deepLabV3PlusMobile', 128, 8],
])('%s begins at a size and width of its own', (model, size, baseFilters) => {
  expect(readOptions(['--model', model])).toMatchObject({ model, size, baseFilters });
  expect(readOptions(['--model', model, '--size', '256', '--base-filters', '24'])).toMatchObject({
    size: 256,
    baseFilters: 24,
  });
});

test('help is no run', () => {
  expect(readOptions(['--help'])).toBeNull();
});

test.each([
  ['--epochs=0', '--epochs must be a whole number of at least 1; received "0"'],
  ['--size=many', '--size must be a multiple of 16 from 32 to 1024; received "many"'],
  ['--size=', '--size must be a multiple of 16 from 32 to 1024; received ""; try 32'],
  ['--size=100', '--size must be a multiple of 16 from 32 to 1024; received "100"; try 96 or 112'],
  ['--size=16', '--size must be a multiple of 16 from 32 to 1024; received "16"; try 32'],
  ['--size=5000', '--size must be a multiple of 16 from 32 to 1024; received "5000"; try 1024'],
  ['--clahe=maybe', '--clahe must be yes or no; received "maybe"'],
  ['--data=', '--data must name a folder; received ""'],
  ['--seed=-1', '--seed must be a whole number of at least 0; received "-1"'],
  ['--model=vnet', `--model must be one of ${modelNames.join(', ')}; received "vnet"`],
  ['--backend=gpu', '--backend must be one of auto, tensorflow, webgpu, wasm, cpu; received "gpu"'],
  ['--name=../x', '--name must be letters, digits, "_", "-" and "."; received "../x"'],
])('%s is refused', (arg, message) => {
  expect(() => readOptions([arg])).toThrow(new RangeError(message));
});

test.each([
  ['--wat', "Unknown option '--wat'"],
  ['--epoch 3', "Unknown option '--epoch'"],
  ['extra', "Unexpected argument 'extra'"],
  ['--epochs -1', "Option '--epochs' argument is ambiguous"],
])('%s is refused in one line that leads to the help', (args, message) => {
  const error = new TypeError(`${message}; see npm run quickstart -- --help`);
  expect(() => readOptions(args.split(' '))).toThrow(error);
});
