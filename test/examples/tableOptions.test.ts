import { expect, test } from 'vitest';

import { readTableOptions, tableHelp } from '../../examples/tableOptions';

const read = (...args: string[]) => readTableOptions('table1', args);

test('without arguments: the phantom, minutes on a CPU, all networks and then the table', () => {
  expect(read()).toEqual({
    folders: [],
    image: null,
    mask: null,
    liverLabels: null,
    preset: 'cpu-minutes',
    settings: {},
    only: null,
    jobs: true,
    merge: true,
    backend: 'auto',
    out: 'runs/table1',
  });
  expect(readTableOptions('table2', [])!.out).toBe('runs/table2');
});

test('what is given goes before the preset', () => {
  const numbers = '--size 256 --width 8 --epochs 20 --batch-size 4 --accumulate 2 --limit 100 --seed 0 --clahe no';
  expect(read('--preset', 'gpu-hour', ...numbers.split(' '))).toMatchObject({
    preset: 'gpu-hour',
    settings: { size: 256, width: 8, epochs: 20, batchSize: 4, accumulate: 2, limit: 100, seed: 0, clahe: false },
  });
  expect(read('--batch', '3')?.settings).toEqual({ batchSize: 3 });
});

test('several data sets are mixed', () => {
  expect(read('--data', 'a', '--data', 'b', '--image', 'ct/*')).toMatchObject({ folders: ['a', 'b'], image: 'ct/*' });
});

test('--only is a job without the table, --models are jobs with it, --merge is the table alone', () => {
  expect(read('--only', 'ceNet')).toMatchObject({ only: ['ceNet'], jobs: true, merge: false });
  expect(read('--models', 'unet,msaUnet')).toMatchObject({ only: ['unet', 'msaUnet'], jobs: true, merge: true });
  expect(read('--merge')).toMatchObject({ jobs: false, merge: true });
  expect(() => read('--merge', '--only', 'unet')).toThrow(
    new RangeError('--merge only builds the table; leave out --only and --models'),
  );
  expect(() => read('--only', 'unet', '--models', 'ceNet')).toThrow(
    new RangeError('--only and --models cannot be combined'),
  );
});

test.each([
  [['--preset', 'huge'], '--preset must be one of paper, gpu-hour, cpu-minutes; received "huge"'],
  [['--width', '0'], '--width must be a whole number of at least 1; received "0"'],
  [['--epochs', ''], '--epochs must be a whole number of at least 1; received ""'],
  [['--size', '16'], '--size must be a whole number of at least 32; received "16"'],
  [['--clahe', 'maybe'], '--clahe must be one of yes, no; received "maybe"'],
  [['--backend', 'cuda'], '--backend must be one of auto, tensorflow, webgpu, wasm, cpu; received "cuda"'],
  [['--data', ''], '--data must name a folder; received ""'],
  [['--mask', 'm/*'], '--mask needs --data DIR'],
])('%j is refused', (args, message) => {
  expect(() => read(...args)).toThrow(new RangeError(message));
});

test('an unknown option is named', () => {
  expect(() => read('--wat')).toThrow(new TypeError("Unknown option '--wat'; see npm run table1 -- --help"));
});

test('help names the presets and the rows of the table', () => {
  expect(read('--help')).toBeNull();
  expect(tableHelp('table1')).toContain('unet, unetPlusPlus, deepLabV3Plus, ceNet, msaUnet');
  expect(tableHelp('table2')).toContain('unetMsrb, unetAaspp, unetRasm');
  expect(tableHelp('table1')).toContain('paper, gpu-hour, cpu-minutes');
});
