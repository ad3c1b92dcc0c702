import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from 'vitest';

const script = `
  import { abortOnInterrupt } from './src/node/abortOnInterrupt.ts';
  const signal = abortOnInterrupt();
  setInterval(() => {}, 1000);
  signal.addEventListener('abort', () => console.log('aborted'));
  console.log('ready');
`;

/** Starts the script, interrupts it at every line it prints after waiting, and returns its exit code. */
async function interrupted(patience: number): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
    setTimeout(() => child.kill('SIGINT'), patience);
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 4000);
  const [code] = await once(child, 'exit');
  clearTimeout(deadline);
  return { code, output };
}

test('the first Ctrl-C aborts the signal, the second ends the process', async () => {
  expect(await interrupted(700)).toEqual({ code: 130, output: 'ready\naborted\n' });
});

test('one Ctrl-C that comes twice counts once', async () => {
  expect(await interrupted(0)).toEqual({ code: null, output: 'ready\naborted\n' }); // still alive at the deadline
});
