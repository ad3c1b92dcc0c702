import { OptionError, type Spelling } from 'msa-unet';
import { describe, expect, it } from 'vitest';

const parts = { owner: 'buildUnet', option: 'size', expected: 'divisible by 16', received: 250 };

/** As somebody would write options who knows `size` and `batchSize`. */
const dashes: Spelling = {
  isCode: false,
  name: (option) => ({ size: '--size', batchSize: '--batch-size' })[option] ?? null,
  give: (option, value) => (value === undefined ? null : `--${option} ${value}`),
};

describe('an OptionError', () => {
  it('is a RangeError whose parts can be read', () => {
    const fix = { option: 'size', value: [256, 256] };
    const error = new OptionError({ ...parts, fix });
    expect(error).toBeInstanceOf(RangeError);
    const { owner, option, expected, received } = error;
    expect({ owner, option, expected, received }).toEqual(parts);
    expect(error.fix).toEqual([fix]);
  });

  it('has no fixes where nobody knows one', () => {
    expect(new OptionError(parts).fix).toEqual([]);
  });

  it('keeps what was thrown before', () => {
    const cause = new Error('before');
    expect(new OptionError({ ...parts, cause }).cause).toBe(cause);
  });
});

describe('the message for code', () => {
  it.each<[string, Partial<ConstructorParameters<typeof OptionError>[0]>, string]>([
    ['without a fix', {}, 'buildUnet: `size` must be divisible by 16; received 250'],
    [
      'of several options',
      { option: 'height and width' },
      'buildUnet: height and width must be divisible by 16; received 250',
    ],
    [
      'with a value in other words',
      { shown: '200×250' },
      'buildUnet: `size` must be divisible by 16; received 200×250',
    ],
    ['with a problem of its own', { problem: 'the map is too small' }, 'buildUnet: the map is too small'],
  ])('%s', (_, more, message) => {
    expect(new OptionError({ ...parts, ...more }).message).toBe(message);
  });

  it.each([
    ['a list', [64, 64], 'Pass `size: [64, 64]`'],
    ['a text', 'full', "Pass `size: 'full'`"],
    ['null', null, 'Pass `size: null`'],
    ['an object', { height: 64 }, 'Pass `size: { height: 64 }`'],
    ['an empty object', {}, 'Pass `size: {}`'],
    ['nothing', undefined, 'Leave `size` out'],
  ])('writes %s as in source code', (_, value, fix) => {
    const error = new OptionError({ ...parts, fix: { option: 'size', value } });
    expect(error.message).toBe(`buildUnet: \`size\` must be divisible by 16; received 250. ${fix}`);
  });

  it('names all ways out in one sentence', () => {
    const fix = [
      { option: 'size', value: 192 },
      { option: 'size', value: 224 },
      { option: 'checkFiles', value: false, when: 'if they were only copied' },
      { action: 'mix them', code: 'mixDataSets' },
    ];
    expect(new OptionError({ ...parts, fix }).message).toMatch(
      /\. Pass `size: 192` or `size: 224` or `checkFiles: false` if they were only copied, or mix them: `mixDataSets`$/,
    );
  });

  it('has the action where the function itself has no such option', () => {
    const fix = { option: 'size', value: [256, 256], action: 'pad to 256×256' };
    expect(new OptionError({ ...parts, fix }).message).toMatch(/\. Pad to 256×256$/);
  });
});

describe('the message for others', () => {
  const said = (more: Partial<ConstructorParameters<typeof OptionError>[0]>) =>
    new OptionError({ ...parts, ...more }).describe(dashes);

  it('has their names, and no owner for an option that they know', () => {
    const fix = { option: 'size', value: 256 };
    expect(said({ fix })).toBe('--size must be divisible by 16; received 250. Pass --size 256');
  });

  it('leaves out the owner also of an option that they do not know', () => {
    expect(said({ option: 'depth' })).toBe('`depth` must be divisible by 16; received 250');
  });

  it('writes other options as they do, in what is expected and in actions', () => {
    const fix = { action: 'lower `batchSize` or `width`' };
    expect(said({ expected: 'at most `batchSize`', fix })).toBe(
      '--size must be at most --batch-size; received 250. Lower --batch-size or `width`',
    );
  });

  it('leaves out what they cannot do, and code', () => {
    const fix = [
      { option: 'ownSplit', value: false },
      { action: 'mix them', code: 'mixDataSets' },
    ];
    expect(said({ fix })).toMatch(/received 250\. Mix them$/);
  });
});

describe('an unknown option', () => {
  const known = ['clipLimit', 'tileColumns', 'tileRows'];
  const unknown = (option: string) => OptionError.unknown('applyClahe', option, known, 4);

  it.each([
    ['tiles', 'tileColumns'],
    ['tileRow', 'tileRows'],
    ['cliplimit', 'clipLimit'],
    ['clipLimt', 'clipLimit'],
    ['tileColumnCount', 'tileColumns'],
  ])('%s is taken for %s', (option, near) => {
    const error = unknown(option);
    expect(error.message).toBe(`applyClahe: unknown option \`${option}\`. Did you mean \`${near}\`?`);
    expect(error.fix).toEqual([{ option: near, value: 4 }]);
  });

  it('that is like none is refused with all names', () => {
    const message = 'applyClahe: unknown option `gamma`; known are `clipLimit`, `tileColumns`, `tileRows`';
    expect(unknown('gamma')).toMatchObject({ message, option: 'gamma', expected: null, received: 4, fix: [] });
  });

  it('of a function without options has no hint', () => {
    expect(OptionError.unknown('f', 'a', [], 1).message).toBe('f: unknown option `a`');
  });
});
