import assert from 'node:assert/strict';

import { type Browser, chromium } from 'playwright-core';

import { chromiumForChecks } from '../browser/findChromium';
import { isolating, serve } from '../browser/serve';
import type { BuiltPage } from './bundles';
import type { Training } from './pages/check';

/** What `check` of `pages/check.js` returns. */
type Outcome = { error: string } | ({ name: string; detail: string; reason: string } & Training);

/** How a page is served, and what it does. */
interface Visit {
  /** Headers of all its files. */
  readonly headers: Record<string, string>;
  /** Calls of the functions of `pages/index.js`. */
  readonly calls: readonly string[];
}

const patience = 120; // s for a call: nothing may hang

/** Opens a page and makes the calls; `null` if there is no Chromium. */
async function visit({ folder }: BuiltPage, { headers, calls }: Visit): Promise<unknown[] | null> {
  const executablePath = chromiumForChecks();
  if (executablePath === null) return null;
  const args = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  const server = await serve(folder, headers);
  const browser = await chromium.launch({ executablePath, args });
  try {
    return await callAll(browser, server.url, calls);
  } finally {
    await browser.close();
    server.close();
  }
}

async function callAll(browser: Browser, url: string, calls: readonly string[]): Promise<unknown[]> {
  const page = await browser.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(String(error)));
  await page.goto(url);
  await page.waitForFunction('"check" in globalThis', undefined, { timeout: 1000 * patience }).catch((error) => {
    throw new Error([String(error), ...thrown].join('\n'));
  });
  const results: unknown[] = [];
  for (const call of calls) results.push(await inTime(page.evaluate(call), call));
  assert.deepEqual(thrown, []);
  return results;
}

async function inTime<T>(work: Promise<T>, call: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${call}: no answer within ${patience} s`)), 1000 * patience);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Visits a page that trains on WASM as Node does, in a worker too, and says what is missing. Returns what held. */
export async function trainsLikeNode(
  page: BuiltPage,
  { isolated, inWorker }: { isolated: boolean; inWorker: boolean },
  expected: Training,
): Promise<string> {
  const calls = [
    '[crossOriginIsolated, navigator.hardwareConcurrency]',
    "check('wasm', { wasmPath: '/nowhere' })",
    "check('wasm')",
    'readSlice()',
    ...(inWorker ? ["checkInWorker('wasm', { threads: 3 })"] : []),
  ];
  const results = await visit(page, { headers: isolated ? isolating : {}, calls });
  if (results === null) return 'built; not run, as there is no Chromium';
  const [[isIsolated, processors], missing, trained, sum, worker] = results as [
    [boolean, number],
    Outcome,
    Outcome,
    number,
    Outcome?,
  ];
  assert.equal(isIsolated, isolated);
  assert.match('error' in missing ? missing.error : 'no error', missingFile);
  const right = (threads: number) => ({
    ...{ name: 'wasm', detail: isolated ? onThreads(threads) : notIsolated, reason: 'as asked' },
    ...expected,
  });
  assert.deepEqual(trained, right(Math.min(processors, 8)));
  if (inWorker) assert.deepEqual(worker, right(3));
  assert.equal(sum, page.sumOfHu);
  return isolated
    ? `isolated page (${onThreads(Math.min(processors, 8))})${inWorker ? ` and worker (${onThreads(3)})` : ''}`
    : `ordinary page${inWorker ? ' and worker' : ''} (one thread)`;
}

const onThreads = (threads: number) => `SIMD, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
const notIsolated = 'SIMD, 1 thread: the page is not cross-origin isolated';

const missingFile = new RegExp(
  'useBackend: "wasm" cannot be used here: tfjs-backend-wasm-simd\\.wasm is missing at ' +
    'http://127\\.0\\.0\\.1:\\d+/nowhere/tfjs-backend-wasm-simd\\.wasm \\(HTTP 404, no content type\\)\\. Copy ' +
    'node_modules/@tensorflow/tfjs-backend-wasm/dist/\\*\\.wasm there, or leave `wasmPath` out\\.',
);

/** Visits a page that trains on WebGL, which rounds otherwise than WASM, and accepts no software unless asked. */
export async function trainsOnWebgl(page: BuiltPage): Promise<string> {
  const calls = ["check('auto', { small: true })", "check('webgl', { small: true })"];
  const results = await visit(page, { headers: {}, calls });
  if (results === null) return 'built; not run, as there is no Chromium';
  const [auto, webgl] = results as [Outcome, Outcome];
  assert('reason' in auto && 'reason' in webgl, JSON.stringify([auto, webgl]));
  assert.match(auto.reason, /^the fastest that works here\. Not webgpu: .*\. Not webgl: only a software rasteriser/);
  const worst = Math.max(...webgl.losses.map((loss, step) => Math.abs(loss - auto.losses[step]!)));
  assert(worst <= 1e-3, `losses differ by ${worst}`);
  return `losses within ${worst.toExponential(1)} of WASM`;
}

/** Visits a page whose Content-Security-Policy forbids WebAssembly, one whose policy allows it, and one that allows threads. */
export async function obeysPolicy(page: BuiltPage, expected: Training): Promise<string> {
  const under = async (sources: string) => {
    const policy = `default-src 'none'; connect-src 'self'; script-src ${sources}`;
    const headers = { ...isolating, 'Content-Security-Policy': policy };
    return (await visit(page, { headers, calls: ["check('wasm', { threads: 2 })"] }))?.[0] as Outcome | undefined;
  };
  const forbidden = await under("'self'");
  if (forbidden === undefined) return 'built; not run, as there is no Chromium';
  assert.deepEqual(forbidden, {
    error:
      'useBackend: "wasm" cannot be used here: the page\'s Content-Security-Policy forbids WebAssembly; add ' +
      "'wasm-unsafe-eval' to its script-src.",
  });
  const alone = await under("'self' 'wasm-unsafe-eval'");
  const detail = "SIMD, 1 thread: the page's Content-Security-Policy forbids workers from blob: URLs";
  assert.deepEqual(alone, { name: 'wasm', detail, reason: 'as asked', ...expected });
  const shared = await under("'self' 'wasm-unsafe-eval'; worker-src blob:");
  assert.deepEqual(shared, { name: 'wasm', detail: onThreads(2), reason: 'as asked', ...expected });
  return "WebAssembly needs 'wasm-unsafe-eval' alone, and blob: in worker-src for threads";
}
