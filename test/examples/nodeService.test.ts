import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { buildMsaUnet, predictVolume, type Volume } from 'msa-unet';
import { fileSystem, useBackend } from 'msa-unet/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { toVolume } from '../../src/data/toVolume';
import { nightly } from '../support/nightly';
import { type Answer, type NodeService, sendRaw, startNodeService } from '../support/nodeService';
import { badUploads, goodUploads, maskOf, tightLimits, type Upload } from '../support/nodeServiceUploads';
import { phantomVolume } from '../support/scanFiles';

const folder = mkdtempSync(join(tmpdir(), 'msa-unet-'));
const model = join(folder, 'model');
const scan = phantomVolume(5, 48);
const largeScan = emptyScan(1, 600);
/** Takes a worker some seconds. */
const longScan = emptyScan(200, 128);
/** Takes it longer than it has. */
const longestScan = emptyScan(1_000, 128);
let mask: Volume;
let service: NodeService | undefined;

beforeAll(async () => {
  await useBackend('wasm', { log: null });
  const network = buildMsaUnet([null, null, 1], { baseFilters: 2, seed: 3 });
  await network.save(fileSystem(model));
  mask = await predictVolume(network, scan);
});

afterAll(async () => {
  await service?.stop('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function start(env: Record<string, string>): Promise<NodeService> {
  await service?.stop('SIGKILL');
  service = await startNodeService(model, { TMPDIR: folder, ...env });
  return service;
}

describe('under 50 concurrent uploads', () => {
  beforeAll(() => start(tightLimits));

  it('answers every good one with the mask of predictVolume, every bad one with a clear error', async () => {
    const { send, memory, output } = service!;
    const wrong: string[] = [];
    for (let round = 0; round < (nightly ? 10 : 1); round++) {
      const uploads = await fiftyUploads();
      const health = watchHealth(service!);
      wrong.push(
        ...(await Promise.all(uploads.map(async (upload) => problem(upload, await outcome(send, upload))))).flat(),
      );
      expect(await health.end()).toEqual([]);
    }
    expect(wrong).toEqual([]);
    expect(output()).not.toMatch(/Jane|Doe|slice-/);
    const { service: own, worker } = memory();
    expect(own).toBeLessThan(300);
    expect(worker).toBeLessThan(600);
  });

  it('is healthy afterwards, and keeps nothing on the disk', async () => {
    const { send } = service!;
    await expect
      .poll(async () => health(await send({ method: 'GET', path: '/health' })))
      .toEqual({
        status: 'ok',
        workers: 1,
        requests: 0,
        waiting: 0,
      });
    const [good] = await goodUploads(scan);
    const logged = service!.output().length;
    expect(await problem(good!, await outcome(send, good!))).toEqual([]);
    await expect.poll(() => service!.output().slice(logged)).toMatch(/"status":200/);
    expect(service!.output()).not.toContain('"code":"internal"');
    expect(ownFolders().map((own) => readdirSync(own))).toEqual([[]]);
  });

  it('notes values that are unlikely to be Hounsfield units', async () => {
    const { headers } = await service!.send({ body: await encodeNifti(emptyScan(1, 48)) });
    const [note] = JSON.parse(decodeURIComponent(headers['x-notes'] as string));
    expect(note).toMatch(/^no value is below -500, as air is in Hounsfield units/);
  });

  it('stops the work on a scan that takes too long', async () => {
    const { send } = service!;
    expect(describeAnswer(await send({ body: await encodeNifti(longestScan) }))).toBe('504 timeout');
    expect((await send({ body: await encodeNifti(scan) })).status).toBe(200);
  });

  it('answers what is no HTTP, has no end of headers or long ones', async () => {
    const { url } = service!;
    expect(await sendRaw(url, 'Jane Doe\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*"code":"no_http"/s);
    expect(await sendRaw(url, 'GET /health HTTP/1.1\r\nHost: x\r\n')).toMatch(/^HTTP\/1.1 408 .*"code":"too_slow"/s);
    expect(await sendRaw(url, `GET / HTTP/1.1\r\nX: ${'x'.repeat(9_000)}`)).toMatch(/^HTTP\/1.1 431 .*"long_headers"/s);
  });

  it('leaves no files when it is killed', async () => {
    const { send, stop } = service!;
    const answer = send({ body: await encodeNifti(longScan) }).catch(() => 'cut off');
    await isAtWork(service!);
    await stop('SIGKILL');
    expect(await answer).toBe('cut off');
    await expect.poll(ownFolders).toEqual([]);
  });
});

describe('with one place', () => {
  beforeAll(() => start({ MAX_REQUESTS: '1' }));

  it('refuses a second scan while it segments one, and starts another worker when one dies', async () => {
    const { send, workers } = service!;
    const answer = send({ body: await encodeNifti(longScan) });
    await isAtWork(service!);
    const refused = await send({ body: await encodeNifti(scan) });
    expect(describeAnswer(refused)).toBe('503 busy');
    expect(refused.headers['retry-after']).toBe('10');
    for (const pid of workers()) process.kill(pid, 'SIGKILL');
    expect(describeAnswer(await answer)).toBe('500 worker_died');
    expect((await send({ body: await encodeNifti(scan) })).status).toBe(200);
  });

  it('finishes the scan at work when it is asked to stop, and removes its files', async () => {
    const { send, stop } = service!;
    const answer = send({ body: await encodeNifti(longScan) });
    await isAtWork(service!);
    const end = stop('SIGTERM');
    expect((await answer).status).toBe(200);
    expect(await end).toBe(0);
    expect(ownFolders()).toEqual([]);
  });
});

it('a worker that does not start in time ends the service', async () => {
  await expect(startNodeService(model, { START_SECONDS: '0.1' })).rejects.toThrow(
    'the worker was not ready within 0.1 s (START_SECONDS)',
  );
});

async function fiftyUploads(): Promise<Upload[]> {
  const [good, bad] = [await goodUploads(scan), await badUploads(scan, largeScan)];
  const more = (await Promise.all([goodUploads(scan), goodUploads(scan)])).flat();
  const all = [...good, ...bad, ...more].slice(0, 50);
  expect(all).toHaveLength(50);
  return all;
}

/** What the sender of an upload gets: the answer, or why there is none. */
const outcome = (send: NodeService['send'], upload: Upload): Promise<Answer | Error> =>
  send(upload).catch((error: Error) => error);

async function problem({ about, answer }: Upload, got: Answer | Error): Promise<string[]> {
  if (got instanceof Error) return answer === 'gone' ? [] : [`${about}: ${got}`];
  if (answer !== 'mask' || got.status !== 200) {
    const found = describeAnswer(got);
    return found === answer ? [] : [`${about}: ${found}, not ${answer}`];
  }
  const { data, affine, kind } = await maskOf(got.body, scan);
  expect({ about, kind, data: Array.from(data) }).toEqual({ about, kind: 'label', data: Array.from(mask.data) });
  expect(affine.flat().map((number, i) => Math.abs(number - scan.affine.flat()[i]!) < 1e-6)).not.toContain(false);
  return [];
}

/** Status and code of an error, which must be JSON of this form. */
function describeAnswer({ status, body }: Answer): string {
  const { error } = JSON.parse(body.toString());
  expect(Object.keys(error)).toEqual(['code', 'message', 'request']);
  expect(error.message).not.toMatch(/\n/);
  return `${status} ${error.code}`;
}

/** Waits until the service has received a scan. */
async function isAtWork({ send }: NodeService): Promise<void> {
  await expect.poll(async () => health(await send({ method: 'GET', path: '/health' })).requests).toBe(1);
  await sleep(300);
}

const health = ({ body }: Answer) => JSON.parse(body.toString());

/** Asks for the health all the time. `end` returns the answers that were not good or took more than 5 seconds. */
function watchHealth({ send }: NodeService): { end(): Promise<string[]> } {
  const bad: string[] = [];
  let over = false;
  const watch = async () => {
    while (!over) {
      const started = performance.now();
      const { status } = await send({ method: 'GET', path: '/health' });
      if (status !== 200 || performance.now() - started > 5_000) bad.push(`${status}`);
      await sleep(100);
    }
  };
  const watching = watch();
  return {
    end: async () => {
      over = true;
      await watching;
      return bad;
    },
  };
}

/** Folders of running services, below the temporary folder of this test. */
const ownFolders = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith('msa-unet-service-'))
    .map((name) => join(folder, name));

function emptyScan(depth: number, side: number): Volume {
  const affine = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ] as const;
  return toVolume({ data: new Int16Array(depth * side * side), size: [side, side, depth], affine }, 'hu', 'scan');
}
