import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts Vite's development server on a free port, for a project in a folder of the workspace. */
export async function devServerIn(folder: string): Promise<{ url: string; close(): void }> {
  const vite = join(folder, '../node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, '--port', '0', '--host', '127.0.0.1'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const url = await addressOf(child);
  return { url, close: () => void child.kill() };
}

/** Waits until the server prints its address. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (text: Buffer) => {
      printed += text;
      const [address] = /http:\S+:\d+\//.exec(printed) ?? [];
      if (address) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`vite ended with ${code}\n${printed}`)));
  });
}
