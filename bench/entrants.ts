import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { BackendName } from 'msa-unet/node';

import { type Command, type Contestant, pinned, startContestant } from './contestant';
import type { OnnxSetup } from './onnxChild';
import type { OwnSetup } from './ownChild';
import { python, requireModules, runPython } from './python';
import type { Entrant, Problem, Work } from './run';
import { startVolume } from './wholePredict';

export const peers = ['PyTorch', 'onnxruntime-node', 'onnxruntime-web'] as const;

/** Prefix of the engines that run the same network without this library. */
export const stock = 'stock tf.layers on ';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** What an entrant can do: only this library and PyTorch train. */
export const worksOf = ({ engine }: Entrant, { scan }: Problem): Work[] => {
  if (scan) return ['volume'];
  return engine.startsWith('onnx') || engine.startsWith(stock) ? ['forward'] : ['forward', 'step'];
};

/** Starts an entrant. `folder` is for files that several entrants use. @throws Error if it cannot run here */
export async function start(entrant: Entrant, problem: Problem, folder: string): Promise<Contestant> {
  const { engine, threads } = entrant;
  if (problem.scan) return startVolume(entrant, problem, folder);
  const { baseFilters, size, batch } = problem;
  if (engine === 'PyTorch') {
    requireModules('torch');
    const args = [here('peers/msa_unet.py'), ...[baseFilters, size, batch, threads].map(String)];
    return startContestant({ program: python(), args, env: pinned(threads) });
  }
  if (engine === 'onnxruntime-node' || engine === 'onnxruntime-web') {
    if (!existsSync(here(`peers/node_modules/${engine}`)))
      throw new Error(`${engine} is not installed: npm install --prefix bench/peers`);
    const file = exportedNetwork(problem, folder);
    return startContestant(child('onnxChild.ts', { name: engine, file, batch, size, threads } satisfies OnnxSetup));
  }
  const isStock = engine.startsWith(stock);
  const backend = engine.replace(stock, '') as BackendName;
  return startContestant(child('ownChild.ts', { backend, threads, isStock, problem } satisfies OwnSetup));
}

/** A script of this folder in a process like this one. */
function child(script: string, setup: OwnSetup | OnnxSetup): Command {
  const args = [...process.execArgv, here(script), JSON.stringify(setup)];
  return { program: process.execPath, args, env: pinned(setup.threads) };
}

/** Exports the network from PyTorch to a file, unless that has been done. */
function exportedNetwork({ baseFilters, size, batch }: Problem, folder: string): string {
  const file = join(folder, `msa-unet-${baseFilters}-${size}-${batch}.onnx`);
  if (existsSync(file)) return file;
  requireModules('torch', 'onnx');
  const args = [baseFilters, size, batch].map(String);
  const { status, stderr } = runPython('-W', 'ignore', here('peers/export_onnx.py'), ...args, file);
  if (status === 0) return file;
  rmSync(file, { force: true });
  throw new Error(`torch.onnx.export failed: ${stderr.trim().split('\n').at(-1)}`);
}
