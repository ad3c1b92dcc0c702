// Opens every hostile model and archive in a process of its own and measures processor time and memory, less what a
// harmless one takes. Fails beyond a second or 300 MB. Parts of titles choose among them.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hostileArchives } from '../support/hostile/hostileArchives';
import { hostileModels } from '../support/hostile/hostileModels';
import { zipOf } from '../support/zip';
import type { Taken } from './openHostile';

const most = { seconds: 1, megabytes: 300 };
const folder = await mkdtemp(join(tmpdir(), 'msa-unet-'));
const parts = process.argv.slice(2);
const isChosen = ({ title }: { title: string }) => parts.length === 0 || parts.some((part) => title.includes(part));
const failed: string[] = [];

const harmless = { title: 'harmless', json: () => '{}', zip: () => zipOf({ a: new Uint8Array(1) }) };
const [model, ...models] = [harmless, ...hostileModels.filter(isChosen)];
const [archive, ...archives] = [harmless, ...hostileArchives.filter(isChosen)];
await writeModel(model!);
const modelBase = await open('model', model!);
for (const one of models) {
  await writeModel(one);
  report(one.title, await open('model', one), modelBase);
}
await writeArchive(archive!);
const archiveBase = await open('archive', archive!);
for (const one of archives) {
  await writeArchive(one);
  report(one.title, await open('archive', one), archiveBase);
}
await rm(folder, { recursive: true });
for (const line of failed) console.log(`FAILED: ${line}`);
console.log(`${models.length} models and ${archives.length} archives, ${failed.length} beyond the bounds`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function writeModel({ json, weightBytes = 64 }: { json(): string; weightBytes?: number }): Promise<void> {
  await writeFile(join(folder, 'model.json'), json());
  await writeFile(join(folder, 'w.bin'), new Uint8Array(weightBytes));
}

async function writeArchive({ zip }: { zip(): Promise<Uint8Array> }): Promise<void> {
  await rm(join(folder, 'model.json'), { force: true });
  await writeFile(join(folder, 'x.zip'), await zip());
}

async function open(kind: string, { title }: { title: string }): Promise<Taken> {
  const command = ['--import', 'tsx', 'test/fuzz/openHostile.ts', kind, folder];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 60_000 });
  if (status === 0) return JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
  failed.push(`${title}: ended with code ${status}: ${stderr.slice(-500)}`);
  return { seconds: Number.NaN, megabytes: Number.NaN };
}

function report(title: string, taken: Taken, base: Taken): void {
  const megabytes = taken.megabytes - base.megabytes;
  const line = `${title}: ${taken.seconds.toFixed(2)} s, ${Math.round(megabytes)} MB`;
  console.log(line);
  if (taken.seconds > most.seconds || megabytes > most.megabytes) failed.push(line);
}
