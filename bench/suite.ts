import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { ModelName } from 'msa-unet';
import { type BackendName, requireWritable } from 'msa-unet/node';

import type { Measurement } from './measure';
import { markdownOf, textOf } from './report';
import type { Run } from './run';

/** What is run, and where its results go. */
interface SuiteOptions {
  /** `null`: the five networks; on slow backends MSA-UNet alone. */
  models: ModelName[] | null;
  json?: string;
  markdown?: string;
}

const networks: ModelName[] = ['msaUnet', 'unet', 'unetPlusPlus', 'ceNet', 'deepLabV3Plus'];

/** Measures every network on every backend, in a process for each pair, prints the results and writes them. */
export async function runSuite(backends: BackendName[], { models, json, markdown }: SuiteOptions): Promise<void> {
  for (const file of [json, markdown]) if (file) await requireWritable(file, 'file');
  const run: Run = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`,
    command: argumentsWithout('json', 'markdown').join(' '),
    measurements: [],
    skipped: [],
  };
  console.log(`${run.machine}\n`);
  for (const backend of backends)
    for (const model of models ?? networks) {
      const result = inChild(backend, model);
      if (typeof result === 'string') {
        console.log(`${backend}: ${model} skipped; ${result}\n`);
        run.skipped.push(`${model} on ${backend}: ${result}`);
        if (result.includes('useBackend')) break; // nor would the other networks
        continue;
      }
      const { slow, ...measurement } = result;
      console.log(textOf(measurement));
      run.measurements.push(measurement);
      if (json) writeFileSync(json, `${JSON.stringify(run, null, 2)}\n`); // after each: a run may be cut short
      if (markdown) writeFileSync(markdown, markdownOf(run));
      if (slow && !models) break;
    }
}

/** What the child measured, or why it did not. */
function inChild(backend: BackendName, model: ModelName): (Measurement & { slow: boolean }) | string {
  const options = argumentsWithout('backend', 'model', 'json', 'markdown');
  const child = spawnSync(
    process.execPath,
    [
      ...process.execArgv,
      fileURLToPath(new URL('main.ts', import.meta.url)),
      ...options,
      '--child',
      '--backend',
      backend,
      '--model',
      model,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const line = child.stdout.split('\n').find((text) => text.startsWith('{'));
  if (line) return JSON.parse(line);
  const error = child.stderr.split('\n').find((text) => text.includes('Error:'));
  return error?.replace(/^.*?Error: /, '').trim() ?? 'it ended without a result';
}

/** What was typed, without these options and their values. */
function argumentsWithout(...names: string[]): string[] {
  const isLeftOut = (text: string | undefined) => names.some((name) => text === `--${name}`);
  return process.argv.slice(2).filter((text, i, all) => !isLeftOut(text) && !isLeftOut(all[i - 1]));
}
