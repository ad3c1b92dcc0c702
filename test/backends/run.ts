import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs the contract tests (those that call `forEachBackend`) on the optional backends that work on this machine. */
type Environment = Record<string, string>;

/** Places to look for a Vulkan driver: what the system has, then the software one that comes with Debian's chromium. */
function vulkanEnvironments(): Environment[] {
  const folder = '/usr/lib/chromium';
  const driver = join(folder, 'vk_swiftshader_icd.json');
  if (!existsSync(driver)) return [{}];
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'); // has libvulkan.so.1 too
  return [{}, { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: libraries }];
}

const backends: Record<string, Environment[]> = { tensorflow: [{}], webgpu: vulkanEnvironments() };

const nightly = process.env.MSA_UNET_NIGHTLY === '1';

/**
 * Contracts that take minutes where the processor emulates the GPU, and that the other backends hold too: `npm run nightly`
 * runs them. U-Net, `predictVolume`, MSRB, MSAM and what layers are made of stay.
 */
const nightlyOnEmulator = [
  /^test\/models\/(?!unet\.test)/,
  /^test\/layers\/(aaspp|aspp|bottleneck|ceNetDecoder|deepLabDecoder|invertedResidual|plainDecoder)\.test/,
  /^test\/layers\/(rasm|replay|residualBlock|xceptionBlock)\.test/,
  /^test\/inference\/(predictSlidingWindow|predictWithFlips)\.test/,
];

const node = (args: string[], env: Environment, stdio: 'pipe' | 'inherit', timeout?: number) =>
  spawnSync(process.execPath, args, {
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env, ...env },
    stdio: ['ignore', stdio, stdio],
    encoding: 'utf8',
    timeout,
  });

interface Found {
  readonly env: Environment;
  /** Whether the processor does the work of a GPU. */
  readonly emulated: boolean;
}

/** The first environment in which the backend works; else says why it does in none. */
function find(name: string): Found | undefined {
  const reasons: string[] = [];
  for (const env of backends[name]!) {
    const { status, stdout, stderr } = node(['--import', 'tsx', 'test/backends/probe.ts', name], env, 'pipe', 120_000);
    if (status === 0) {
      console.log(`test:backends: ${name} runs on ${stdout}`);
      return { env, emulated: /swiftshader|llvmpipe/i.test(stdout) };
    }
    reasons.push(stdout || `the probe ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
  }
  console.log(`test:backends: ${name} is SKIPPED: ${reasons.join('; ')}`);
  return undefined;
}

function runOn(name: string, env: Environment, files: string[]): { passed: number; failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'msa-unet-backends-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // Only what `forEachBackend` registers: the other tests of these files have run on cpu and wasm.
  const contracts = `--testNamePattern=^on ${name} `;
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', contracts, ...reporters, ...files];
  const { status } = node(vitest, { ...env, MSA_UNET_BACKENDS: name }, 'inherit');
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  rmSync(folder, { recursive: true });
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = counts;
  const broken = status !== 0 || passed === 0; // a file that does not load counts as a failure
  return { passed, failed: failed === 0 && broken ? 1 : failed };
}

const all = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((file) => join('test', file));
const tests = all.filter((file) => file.endsWith('.test.ts')).sort();
const contracts = tests.filter((file) => readFileSync(file, 'utf8').includes('forEachBackend('));
const parts = process.argv.slice(2); // of file names; none for all
const chosen = contracts.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));

if (chosen.length === 0) throw new Error(`no contract tests among the files named ${parts.join(', ')}`);

let passed = 0;
let failed = 0;
for (const name of Object.keys(backends)) {
  const found = find(name);
  if (!found) {
    if (nightly) failed++; // the only run of some contracts
    continue;
  }
  const now = chosen.filter(
    (file) => nightly || !found.emulated || !nightlyOnEmulator.some((pattern) => pattern.test(file)),
  );
  if (now.length < chosen.length)
    console.log(`test:backends: ${name} is emulated; ${chosen.length - now.length} files wait for npm run nightly`);
  if (now.length === 0) continue;
  const start = performance.now();
  const counts = runOn(name, found.env, now);
  console.log(`test:backends: ${name}: ${Math.round((performance.now() - start) / 1000)} s`);
  passed += counts.passed;
  failed += counts.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
