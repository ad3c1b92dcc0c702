import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from 'vitest';

const script = `
  import { abortOnInterrupt } from './src/node/abortOnInterrupt.ts';
  setInterval(() => {}, 1000);
  abortOnInterrupt((signal) => new Promise((done) => {
    signal.addEventListener('abort', () => {
      console.log('aborted', signal.reason.name, signal.reason.exitCode);
      if (process.argv.includes('ends')) setTimeout(done, 20);
    });
    console.log('ready');
  })).then(() => setTimeout(() => console.log('ended', process.listenerCount('SIGINT')), 600));
`;

/** Starts the script, interrupts it at every line it prints after waiting, and returns its exit code. */
async function interrupted(patience: number, ...args: string[]) {
  const name = args.find((arg): arg is 'SIGTERM' | 'SIGHUP' => arg.startsWith('SIG')) ?? 'SIGINT';
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, ...args]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
    setTimeout(() => child.kill(name), patience);
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 4000);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(deadline);
  return { code, signal, output };
}

test('the first Ctrl-C aborts the signal, the second ends the process', async () => {
  expect(await interrupted(700)).toEqual({ code: 130, signal: null, output: 'ready\naborted AbortError 130\n' });
});

test('one Ctrl-C that comes twice counts once', async () => {
  expect(await interrupted(0)).toEqual({ code: null, signal: 'SIGKILL', output: 'ready\naborted AbortError 130\n' }); // alive
});

test('after the run Ctrl-C ends the process as it would without us', async () => {
  const output = 'ready\naborted AbortError 130\nended 0\n';
  expect(await interrupted(0, 'ends')).toEqual({ code: null, signal: 'SIGINT', output });
});

test.skipIf(process.platform === 'win32').each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('%s does the same as Ctrl-C, with the exit code %i', async (name, code) => {
  const output = `ready\naborted AbortError ${code}\n`;
  expect(await interrupted(700, name)).toEqual({ code, signal: null, output });
});
