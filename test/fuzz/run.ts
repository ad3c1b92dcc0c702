// Runs the tests that meet broken files (those that use `fuzzCases`) with 10,000 cases each, or as many as are given, and
// measures what hostile models, archives and pictures take.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [cases = '10000', ...parts] = process.argv.slice(2); // parts of file names; none for all
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => join('test', file))
  .filter((file) => file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('fuzzCases'))
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
const measures = parts.length === 0 || parts.includes('hostile');
if (files.length === 0 && !measures) throw new Error(`no fuzz tests among the files named ${parts.join(', ') || '*'}`);

const sixHours = 6 * 3600 * 1000;
const fuzzed =
  files.length === 0 ||
  passes(['node_modules/vitest/vitest.mjs', 'run', `--testTimeout=${sixHours}`, ...files], {
    MSA_UNET_FUZZ_CASES: cases,
  });
const measured = !measures || passes(['--import', 'tsx', 'test/fuzz/measureHostile.ts']);
process.exitCode = fuzzed && measured ? 0 : 1;

function passes(command: readonly string[], env: Record<string, string> = {}): boolean {
  return spawnSync(process.execPath, command, { env: { ...process.env, ...env }, stdio: 'inherit' }).status === 0;
}
