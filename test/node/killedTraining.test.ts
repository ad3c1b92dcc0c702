import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BackendName, useBackend } from '../../src/node/backends/useBackend';
import { checkpointFolder } from '../../src/node/checkpointFolder';
import { unpackRun } from '../../src/training/checkpoint/packRun';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { Random } from '../../src/utils/random';
import { killableRuns } from '../support/killable';
import { numbersIn, resumable } from '../support/resumable';
import { tempFolder } from '../support/tempFolder';
import { weightsOf } from '../support/trainableModel';

/** `npm run nightly` asks for 300. */
const kills = Number(process.env.MSA_UNET_KILLS ?? 8);
type Run = keyof typeof killableRuns;
const backend = (process.env.MSA_UNET_KILLS_BACKEND ?? 'wasm') as BackendName;

const temp = tempFolder();
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'build/trainForever.mjs');

beforeAll(async () => {
  await useBackend(backend, { log: null });
  const alias = { 'msa-unet': join(root, 'src/index.ts') };
  const entry = join(root, 'test/support/trainForever.ts');
  // One file starts three times as fast as through tsx.
  await build({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias,
  });
});
afterAll(() => rm(program));

/** What a training program has said so far: the last batch of each word, and the first that was done. */
interface Said {
  readonly last: Map<string, number>;
  first: number | null;
}

/** A word of the program, and the most milliseconds that it goes on after it: it reads data, trains, or writes a checkpoint. */
const moments = [
  ['reading', 30],
  ['done', 60],
  ['writing', 6],
  ['writing', 6],
] as const;

/** Starts the program; the promise is kept when it says the word for the first time, or has ended. */
async function startUntil(word: string, folder: string, run: Run): Promise<{ child: ChildProcess; said: Said }> {
  const child = spawn(process.execPath, [program, folder, backend, run], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: Said = { last: new Map(), first: null };
  await new Promise<void>((heard) => {
    child.on('close', () => heard());
    child.stdout!.on('data', (text: Buffer) => {
      for (const line of String(text).trim().split('\n')) {
        const [what, batch] = line.split(' ') as [string, string];
        if (what === 'done') said.first ??= Number(batch);
        said.last.set(what, Number(batch));
      }
      if (said.last.has(word)) heard();
    });
  });
  return { child, said };
}

async function finish(folder: string, run: Run): Promise<unknown> {
  const { model, options } = killableRuns[run](folder);
  const store = checkpointFolder(folder, { warn: expect.unreachable });
  const history = await trainSegmentation(model, { ...options, checkpoint: { store, everyEpochs: null } });
  return [numbersIn(history), weightsOf(model)];
}

it.each([
  ['liver', kills],
  ['organs', Math.ceil(kills / 2)],
] as const)(
  'a run of the %s loses no saved batch and changes no loss by %i kills while it reads, trains and writes',
  {
    timeout: 60_000 * kills,
  },
  async (run, kills) => {
    const whole = await finish(join(temp.path, 'whole'), run);
    const random = new Random(kills);
    let folder = join(temp.path, '0');
    let saved = 0;
    for (let round = 0; round < kills; round++) {
      const [word, wait] = moments[round % moments.length]!;
      const { child, said } = await startUntil(word, folder, run);
      await sleep(random.uniform(0, wait));
      const ended = once(child, 'close');
      const isOver = said.last.has('ended') || !child.kill('SIGKILL');
      if (!isOver) await ended;
      else expect(child.exitCode ?? 0).toBe(0); // not by an error
      expect(said.first ?? saved + 1).toBeGreaterThan(saved);
      saved = said.last.get('written') ?? saved;
      const checkpoint = await checkpointFolder(folder, { warn: expect.unreachable }).read();
      if (checkpoint) expect(batchesIn(checkpoint)).toBeGreaterThanOrEqual(saved);
      else expect(saved).toBe(0);
      if (isOver) {
        expect(await finish(folder, run)).toEqual(whole);
        [folder, saved] = [join(temp.path, String(round + 1)), 0];
      }
    }
    expect(await finish(folder, run)).toEqual(whole);
  },
);

function batchesIn(checkpoint: Uint8Array): number {
  const { records, batch } = unpackRun(checkpoint).progress;
  return records.length * Math.ceil(resumable.train.length / resumable.batchSize) + batch;
}
