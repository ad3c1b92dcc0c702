import { describe, expect, it } from 'vitest';

import { pinned, reasonOf, startContestant } from '../../bench/contestant';

const node = (code: string, threads = 2) =>
  startContestant({ program: process.execPath, args: ['-e', code], env: pinned(threads) });

const answers = `
console.log(JSON.stringify({ threads: process.env.OMP_NUM_THREADS }));
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'step') throw new TypeError('no memory');
  console.log('a message of a library');
  console.log(JSON.stringify({ wall: 1, processor: performance.now() }));
});`;

describe('startContestant', () => {
  it('fixes the number of threads, and skips messages of libraries', async () => {
    const contestant = await node(answers, 3);
    expect(contestant.about).toEqual({ threads: '3' });
    expect(await contestant.run('forward')).toMatchObject({ wall: 1 });
    contestant.end();
  });

  it('works again after a rest', async () => {
    const contestant = await node(answers);
    contestant.rest();
    expect(await contestant.run('forward')).toMatchObject({ wall: 1 });
    contestant.end();
  });

  it('rejects with the error of a process that fails', async () => {
    const contestant = await node(answers);
    await expect(contestant.run('step')).rejects.toThrow('no memory');
  });

  it('rejects with the error of a process that cannot start', async () => {
    await expect(node("throw new Error('no such backend')")).rejects.toThrow('no such backend');
    await expect(startContestant({ program: 'no-such-program', args: [], env: {} })).rejects.toThrow('ENOENT');
  });
});

describe('reasonOf', () => {
  it('is the last error of a Python or JavaScript program', () => {
    const python = 'Traceback:\n  File "x.py"\nModuleNotFoundError: No module named torch\n';
    expect(reasonOf(python, 1, null)).toBe('No module named torch');
    expect(reasonOf('RangeError [ERR_X]: too large\n    at f (x.js:1)\n', 1, null)).toBe('too large');
  });

  it('is the signal or the status of a program that says nothing', () => {
    expect(reasonOf('', null, 'SIGKILL')).toBe('it was ended by SIGKILL, perhaps for lack of memory');
    expect(reasonOf('\n', 3, null)).toBe('it ended with status 3');
  });
});
