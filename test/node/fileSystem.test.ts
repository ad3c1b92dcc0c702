import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { fileSystem } from '../../src/node/fileSystem';
import { Random } from '../../src/utils/random';
import { runFresh, startFresh } from '../support/freshProcess';
import { predictionsOf } from '../support/layers';
import { outputsOf, tinyModel } from '../support/tinyModel';

let home: string;
let folder: string;
let model: tf.LayersModel;

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'msa-unet-'));
  folder = join(home, 'model');
  await mkdir(folder);
  model = tinyModel();
});
afterEach(async () => {
  model.dispose();
  await rm(home, { recursive: true, force: true });
});

const jsonFile = () => join(folder, 'model.json');
const weightFiles = async () => (await readdir(folder)).filter((name) => name.endsWith('.bin'));
describe('fileSystem', () => {
  it('gives bit-equal outputs in a fresh process', async () => {
    await model.save(fileSystem(folder));
    expect(JSON.parse(await runFresh('predictFresh.ts', [folder, 'cpu']))).toStrictEqual(await predictionsOf(model));
  });

  it('makes missing folders, and takes the path of a JSON file', async () => {
    await model.save(fileSystem(join(folder, 'a/b/best.json')));
    expect((await readdir(join(folder, 'a/b'))).sort()).toEqual([
      'best.json',
      expect.stringMatching(/^best\.weights-.*\.bin$/),
    ]);
    const loaded = await loadModel(fileSystem(join(folder, 'a/b/best.json')));
    expect(outputsOf(loaded)).toStrictEqual(outputsOf(model));
  });

  it('writes what tf.loadLayersModel reads by URL', async () => {
    await model.save(fileSystem(folder));
    const server = createServer(async ({ url }, response) => response.end(await readFile(join(folder, url!))));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const loaded = await tf.loadLayersModel(`http://127.0.0.1:${port}/model.json`);
    server.closeAllConnections();
    server.close();
    expect(outputsOf(loaded)).toStrictEqual(outputsOf(model));
  });

  it('says how much it saved', async () => {
    const { modelArtifactsInfo } = await model.save(fileSystem(folder));
    expect(modelArtifactsInfo.weightDataBytes).toBe(4 * model.countParams());
  });

  it('replaces a model and removes its old weights', async () => {
    await model.save(fileSystem(folder));
    const other = tinyModel();
    await other.save(fileSystem(folder));
    expect(await weightFiles()).toHaveLength(1);
    expect(outputsOf(await loadModel(fileSystem(folder)))).toStrictEqual(outputsOf(other));
  });

  it('leaves other files of the folder alone', async () => {
    const others = ['notes.txt', 'weights.bin', 'best.weights-0123456789abcdef.bin', '.model.json.tmp'];
    for (const name of others) await writeFile(join(folder, name), 'mine');
    await model.save(fileSystem(folder));
    expect(await readdir(folder)).toEqual(expect.arrayContaining(others));
  });

  it('saves twice at once without a mix', async () => {
    const others = [tinyModel(), tinyModel(), tinyModel()];
    await Promise.all(others.map((other) => other.save(fileSystem(folder))));
    expect(outputsOf(await loadModel(fileSystem(folder)))).toStrictEqual(outputsOf(others[2]!));
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('keeps the old model if the new one holds NaN', async () => {
    await model.save(fileSystem(folder));
    const broken = tinyModel();
    broken.setWeights(broken.getWeights().map((w) => tf.fill(w.shape, Number.NaN)));
    await expect(broken.save(fileSystem(folder))).rejects.toThrow('the weight "conv/kernel" is not finite');
    expect(outputsOf(await loadModel(fileSystem(folder)))).toStrictEqual(outputsOf(model));
  });

  it('keeps the old model if the disk refuses the new one', async () => {
    await model.save(fileSystem(folder));
    const before = (await readdir(folder)).sort();
    await rm(jsonFile());
    await mkdir(jsonFile()); // a file cannot be renamed onto a folder, not even by root
    await expect(tinyModel().save(fileSystem(folder))).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    const after = await readdir(folder);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('loads the new model when a save removes the weights while they are being looked for', async () => {
    await model.save(fileSystem(folder));
    const saving = (async () => {
      for (let i = 0; i < 20; i++) await tinyModel().save(fileSystem(folder));
    })();
    for (let i = 0; i < 40; i++) await expect(fileSystem(folder).load!()).resolves.toBeDefined();
    await saving;
  });
});

describe('fileSystem after a crash', () => {
  it('loads the old model if only the new weights were written, and cleans up at the next save', async () => {
    await model.save(fileSystem(folder));
    await writeFile(join(folder, 'model.weights-0123456789abcdef.bin'), 'half');
    await writeFile(join(folder, '.model.json.01234567-89ab-cdef-0123-456789abcdef.tmp'), '{"modelTop');
    expect(outputsOf(await loadModel(fileSystem(folder)))).toStrictEqual(outputsOf(model));
    await model.save(fileSystem(folder));
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('loads a whole model, not older than the last one saved, however often a saving process is killed', async () => {
    const random = new Random(1);
    let last = 0;
    for (let round = 0; round < 5; round++) {
      const child = await startFresh('saveForever.ts', [folder, String(last + 1)]);
      const ended = new Promise((done) => child.on('close', done));
      await new Promise<void>((saved) => {
        child.stdout!.on('data', (text: Buffer) => {
          last = Number(String(text).trim().split('\n').at(-1));
          saved();
        });
      });
      await sleep(random.uniform(0, 60));
      child.kill('SIGKILL');
      await ended;
      const loaded = await loadModel(fileSystem(folder));
      const values = loaded.getWeights()[0]!.dataSync();
      expect(values.every((value) => value === values[0])).toBe(true);
      expect(values[0]).toBeGreaterThanOrEqual(last);
      loaded.dispose();
    }
  });
});
