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

/** Starts the script, interrupts it at every line it prints, and returns its exit code. */
async function interrupted(): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
    child.kill('SIGINT');
  });
  const [code] = await once(child, 'exit');
  return { code, output };
}

test('the first Ctrl-C aborts the signal, the second ends the process', async () => {
  expect(await interrupted()).toEqual({ code: 130, output: 'ready\naborted\n' });
});
