import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildMsaUnet, encodeNifti } from 'msa-unet';
import { saveRun, useBackend } from 'msa-unet/node';

import { phantomVolume } from '../test/support/scanFiles';
import { type Command, type Contestant, pinned, reasonOf } from './contestant';
import { python, requireModules, runPython } from './python';
import type { Entrant, Problem } from './run';
import type { Times } from './statistics';

const root = fileURLToPath(new URL('..', import.meta.url));
const script = join(root, 'bench/peers/predict_volume.py');

/**
 * Prepares the prediction of a scan by a whole process: start, network, scan, mask. Every run is a new process.
 *
 * @throws Error if the program is not built, or Python lacks a module
 */
export async function startVolume(entrant: Entrant, problem: Problem, folder: string): Promise<Contestant> {
  const about = { threads: entrant.threads };
  const files = await writeInputs(problem, folder);
  const command =
    entrant.engine === 'PyTorch' ? pythonCommand(entrant, problem, files) : ownCommand(entrant, problem, files);
  await runToEnd(command);
  return {
    about,
    run: () => runToEnd(command),
    ask: async () => ({}),
    rest: () => {},
    end: () => {},
  };
}

interface Files {
  scan: string;
  /** A run of this library. */
  run: string;
  /** Weights of the same network in PyTorch. */
  weights: string;
  folder: string;
}

/** Writes scan and network, unless that has been done. */
async function writeInputs({ scan, size, baseFilters }: Problem, folder: string): Promise<Files> {
  const [depth, height] = scan!;
  const files = {
    scan: join(folder, `scan-${depth}-${height}.nii.gz`),
    run: join(folder, `run-${baseFilters}-${size}`),
    weights: join(folder, `weights-${baseFilters}.pt`),
    folder,
  };
  if (!existsSync(files.scan)) writeFileSync(files.scan, await encodeNifti(phantomVolume(depth, height)));
  if (existsSync(files.run)) return files;
  const { dispose } = await useBackend('wasm', { log: null, threads: 1 });
  const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
  await saveRun(files.run, model, { preprocessing: { size: [size, size] } });
  model.dispose();
  dispose();
  return files;
}

function ownCommand({ engine, threads }: Entrant, { clahe }: Problem, { scan, run, folder }: Files): Command {
  requireBuilt();
  const args = [
    ...[join(root, 'dist/cli.js'), 'predict', '--model', run, '--image', scan],
    ...['--out', join(folder, `${engine}-${threads}.nii.gz`), '--force', '--backend', engine],
    ...(clahe ? [] : ['--no-clahe']),
  ];
  return { program: process.execPath, args, env: pinned(threads) };
}

function pythonCommand({ threads }: Entrant, { clahe, size, baseFilters }: Problem, files: Files): Command {
  requireModules('torch', 'numpy', 'nibabel', ...(clahe ? ['cv2'] : []));
  const { scan, weights, folder } = files;
  if (!existsSync(weights)) {
    const { status, stderr } = runPython(script, 'weights', String(baseFilters), weights);
    if (status !== 0) throw new Error(reasonOf(stderr, status, null));
  }
  const mask = join(folder, `pytorch-${threads}.nii.gz`);
  const numbers = [baseFilters, size, threads, clahe ? 1 : 0].map(String);
  return { program: python(), args: [script, 'predict', weights, scan, mask, ...numbers], env: pinned(threads) };
}

/** Runs the program that users run, not its sources: those would be compiled at every start. */
function requireBuilt(): void {
  const program = join(root, 'dist/cli.js');
  if (!existsSync(program)) throw new Error('the program is not built: npm run build');
  const built = statSync(program).mtimeMs;
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const newer = sources.find((file) => file.endsWith('.ts') && statSync(join(root, 'src', file)).mtimeMs > built);
  if (newer) throw new Error(`src/${newer} is newer than the built program: npm run build`);
}

/** Measures from start to end. */
function runToEnd({ program, args, env }: Command): Promise<Times> {
  const [start, before] = [performance.now(), endedProcesses()];
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors = `${errors}${text}`.slice(-10_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code !== 0) return reject(new Error(reasonOf(errors, code, signal)));
      const [wall, after] = [performance.now() - start, endedProcesses()];
      resolve({ wall, processor: before === null || after === null ? null : after - before });
    });
  });
}

/** Milliseconds that the processor spent on all children that have ended; `null`: the system does not say. */
function endedProcesses(): number | null {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return 10 * (Number(fields[13]) + Number(fields[14])); // cutime and cstime, in hundredths of a second
  } catch {
    return null;
  }
}
