import { execFileSync } from 'node:child_process';

import { expect, test } from 'vitest';

import { shellCommand } from '../../src/node/shellCommand';

test('words that a shell takes as they are stay so', () => {
  expect(shellCommand(['npx', 'msa-unet', '--data=a/b_1.nii', 'x:y,z'])).toBe('npx msa-unet --data=a/b_1.nii x:y,z');
});

test.each(['my run', "it's", '$HOME', '"a"', '`id`', '~', '*.png', 'a\\b', 'a;b', 'a\nb', '', 'Käse', '!x'])(
  'a shell reads %j back',
  (word) => {
    const script = `printf '%s\\0' ${shellCommand([word, 'end'])}`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${word}\0end\0`);
  },
);
