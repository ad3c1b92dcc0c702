// Gives what the library writes to programs of others. A tool that cannot be installed is skipped with the reason.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dciodvfy } from './dciodvfy';
import { itkWasm } from './itkWasm';
import { plastimatch } from './plastimatch';
import { pydicom } from './pydicom';
import type { Check, Tool } from './tool';
import { unu } from './unu';

const tools: readonly Tool[] = [itkWasm, unu, dciodvfy, pydicom, plastimatch];

const starts = process.argv.slice(2); // of names; none for all
const chosen = tools.filter(({ name }) => starts.length === 0 || starts.some((start) => name.startsWith(start)));
if (chosen.length === 0)
  throw new Error(`no tool is called ${starts.join(', ')}: ${tools.map(({ name }) => name).join(', ')}`);

const counts = { passed: 0, failed: 0 };
const folder = mkdtempSync(join(tmpdir(), 'msa-unet-interop-'));
try {
  for (const tool of chosen) await runChecks(tool.name, await checksOf(tool));
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function checksOf(tool: Tool): Promise<readonly Check[]> {
  const own = join(folder, `${chosen.indexOf(tool)}`);
  mkdirSync(own);
  try {
    return await tool.prepare(own);
  } catch (cause) {
    console.log(`test:interop: ${tool.name} is SKIPPED: ${messageOf(cause)}`);
    return [];
  }
}

async function runChecks(name: string, checks: readonly Check[]): Promise<void> {
  for (const [fact, verify] of checks) {
    try {
      await verify();
      counts.passed++;
      console.log(`ok: ${name}: ${fact}`);
    } catch (cause) {
      counts.failed++;
      console.log(`FAILED: ${name}: ${fact}\n  ${messageOf(cause)}`);
    }
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
