import { describe, expect, test } from 'vitest';

import { flag, option, required, several } from '../../../src/cli/args/option';
import { parseOptions } from '../../../src/cli/args/parseOptions';
import { file, imageShape, labels, number, oneOf, path, pattern, size, whole } from '../../../src/cli/args/readers';
import { UsageError } from '../../../src/cli/args/usageError';

const options = {
  data: several('DIR', 'data', path),
  out: required('FILE', 'output', file('.nii.gz', '.mha')),
  batchSize: option('N', 'slices', 4, whole(), ['batch']),
  seed: option('N', 'seed', 0, whole(-Infinity)),
  windowMin: option('HU', 'black', -200, number()),
  threshold: option('P', 'threshold', 0.5, number(0, 1)),
  rate: option('X', 'rate', 1, number(0)),
  part: option('NAME', 'part', 'test', oneOf(['test', 'all'])),
  size: option('N', 'size', 'none', size),
  input: option('H,W,C', 'input', 'none', imageShape),
  mask: option('PATTERN', 'masks', 'none', pattern),
  liverLabels: option('L', 'labels', 'all', labels),
  flips: flag('flips', 'no', ['tta']),
};
const parse = (line: string) => parseOptions(line === '' ? [] : line.split(' '), options, 'data');

test('what is not given is left to the library', () => {
  expect(parse('--data a --out m.mha')).toEqual({ data: ['a'], out: 'm.mha' });
});

test('every kind of value is read', () => {
  const line =
    'a --data b c --out=m.nii.gz --batch-size 2 --seed -1 --window-min -150 --threshold .4 --rate 2e-3 --part all --size 64 ' +
    '--input 64,32,1 --mask m/*_seg --liver-labels 1,12 --flips -- --d';
  expect(parse(line)).toEqual({
    data: ['a', 'b', 'c', '--d'],
    out: 'm.nii.gz',
    batchSize: 2,
    seed: -1,
    windowMin: -150,
    threshold: 0.4,
    rate: 2e-3,
    part: 'all',
    size: [64, 64],
    input: [64, 32, 1],
    mask: 'm/*_seg',
    liverLabels: [1, 12],
    flips: true,
  });
});

test('an option goes by its other names, and a flag says no behind no-', () => {
  expect(parse('a --out m.mha --batch 3 --no-tta --size 64,32')).toMatchObject({
    batchSize: 3,
    flips: false,
    size: [64, 32],
  });
});

describe('refused is', () => {
  test.each([
    ['', '--data DIR is needed'],
    ['a', '--out FILE is needed'],
    ['a --out b.png', '--out must be a file that ends in .nii.gz or .mha; received "b.png"'],
    ['a --out m.mha --out n.mha', '--out can be given only once; received "m.mha", "n.mha"'],
    ['a --out --flips', '--out needs a value: --out FILE'],
    ['a --out', '--out needs a value: --out FILE'],
    ['a --out m.mha --flips=yes', '--flips takes no value; received "yes"'],
    ['a --out m.mha --fips', 'Unknown option --fips; did you mean --flips?'],
    ['a --out m.mha --no-flip', 'Unknown option --no-flip; did you mean --no-flips?'],
    ['a --out m.mha --no-seed', 'Unknown option --no-seed'],
    ['a --out m.mha --liver', 'Unknown option --liver; did you mean --liver-labels?'],
    ['a --out m.mha -x', 'Unknown option -x'],
    ['a --out m.mha --data=', '--data must be a path; received ""'],
    ['a --out m.mha --batch-size 0', '--batch-size must be a whole number of at least 1; received "0"'],
    ['a --out m.mha --batch 1.5', '--batch-size must be a whole number of at least 1; received "1.5"'],
    ['a --out m.mha --seed x', '--seed must be a whole number; received "x"'],
    ['a --out m.mha --window-min x', '--window-min must be a number; received "x"'],
    ['a --out m.mha --threshold 2', '--threshold must be a number from 0 to 1; received "2"'],
    ['a --out m.mha --rate -1', '--rate must be a number of at least 0; received "-1"'],
    ['a --out m.mha --part tesst', '--part must be one of test, all; received "tesst"; did you mean test?'],
    ['a --out m.mha --part val', '--part must be one of test, all; received "val"'],
    ['a --out m.mha --size 0', '--size must be a side as 256, or height,width as 256,192; received "0"'],
    ['a --out m.mha --size 1,2,3', '--size must be a side as 256, or height,width as 256,192; received "1,2,3"'],
    ['a --out m.mha --input 64', '--input must be height,width,channels as 512,512,1; received "64"'],
    [
      'a --out m.mha --mask x',
      `--mask must be a pattern with one *; received "x". Put patterns in quotes, as in --mask 'name-*', or the shell replaces them by file names`,
    ],
    [
      'a --out m.mha --liver-labels 1,',
      '--liver-labels must be numbers or names of labels with commas between, such as 1,2 or liver; received "1,"',
    ],
  ])('%j', (line, message) => {
    expect(() => parse(line)).toThrow(new UsageError(message));
  });

  test('a pattern that the shell has expanded, before the words that are too many', () => {
    const { mask } = options;
    const expanded = ['DIR', '--mask', 'm/a.nii', 'm/b.nii'];
    expect(() => parseOptions(expanded, { data: required('DIR', 'data', path), mask }, 'data')).toThrow(
      new UsageError(
        `--mask must be a pattern with one *; received "m/a.nii". Put patterns in quotes, as in --mask 'name-*', or the shell replaces them by file names`,
      ),
    );
  });

  test('a word where no option takes it', () => {
    expect(() => parseOptions(['a'], { flips: options.flips }, null)).toThrow(
      new UsageError('Unexpected argument "a"'),
    );
  });
});
