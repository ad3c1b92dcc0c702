import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { fileSystem } from '../../src/node/fileSystem';
import { Random } from '../../src/utils/random';
import { runFresh, startFresh } from '../support/freshProcess';
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
const weightFile = async () => join(folder, (await weightFiles())[0]);
const load = () => fileSystem(folder).load!();

async function editJson(edit: (json: SavedJson) => void): Promise<void> {
  const json = JSON.parse(await readFile(jsonFile(), 'utf8'));
  edit(json);
  await writeFile(jsonFile(), JSON.stringify(json));
}

interface SavedJson {
  modelTopology: { config: { layers: { inbound_nodes: unknown[] }[] } };
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
}

describe('fileSystem', () => {
  it('gives bit-equal outputs in a fresh process', async () => {
    await model.save(fileSystem(folder));
    expect(JSON.parse(await runFresh('predictFresh.ts', [folder]))).toStrictEqual(outputsOf(model));
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
    expect(outputsOf(await loadModel(fileSystem(folder)))).toStrictEqual(outputsOf(others[2]));
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
    const saving = (async () => {
      for (let i = 0; i < 20; i++) await tinyModel().save(fileSystem(folder));
    })();
    await sleep(50);
    for (let i = 0; i < 40; i++) await expect(load()).resolves.toBeDefined();
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
      const child = startFresh('saveForever.ts', [folder, String(last + 1)]);
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
      const values = loaded.getWeights()[0].dataSync();
      expect(values.every((value) => value === values[0])).toBe(true);
      expect(values[0]).toBeGreaterThanOrEqual(last);
      loaded.dispose();
    }
  });
});

describe('fileSystem refuses', () => {
  beforeEach(async () => {
    await model.save(fileSystem(folder));
  });

  const cases: [title: string, message: string | RegExp, damage: () => Promise<unknown>][] = [
    ['a folder without a model', /cannot read .*model\.json/, () => rm(jsonFile())],
    [
      'a folder in place of the JSON file',
      /model\.json is not a file/,
      () => rm(jsonFile()).then(() => mkdir(jsonFile())),
    ],
    ['an empty JSON file', 'the JSON file is broken or cut off', () => writeFile(jsonFile(), '')],
    [
      'a truncated JSON file',
      'the JSON file is broken or cut off',
      async () => {
        const text = await readFile(jsonFile(), 'utf8');
        await writeFile(jsonFile(), text.slice(0, text.length / 2));
      },
    ],
    ['JSON that is no object', 'no legal `weightsManifest`', () => writeFile(jsonFile(), 'null')],
    [
      'a JSON file beyond measure',
      'at most 67108864 are allowed',
      () => writeFile(jsonFile(), new Uint8Array(65 * 2 ** 20)),
    ],
    [
      'a cycle',
      'wait for themselves',
      () =>
        editJson((json) => {
          json.modelTopology.config.layers[1].inbound_nodes = [[['conv', 0, 0, {}]]];
        }),
    ],
    ['missing weights', /cannot read .*\.bin/, async () => rm(await weightFile())],
    [
      'truncated weights',
      /must have \d+ bytes; \d+ are there/,
      async () => {
        const path = await weightFile();
        await writeFile(path, (await readFile(path)).subarray(4));
      },
    ],
    [
      'too long weights',
      /must have \d+ bytes; \d+ are there/,
      async () => writeFile(await weightFile(), 'more', { flag: 'a' }),
    ],
    [
      'weights with NaN',
      'is not finite',
      async () => {
        const path = await weightFile();
        await writeFile(path, (await readFile(path)).fill(0xff));
      },
    ],
    [
      'a manifest without groups',
      'no legal `weightsManifest`',
      () => editJson((json) => Object.assign(json, { weightsManifest: {} })),
    ],
    [
      'a manifest without paths',
      'no legal `weightsManifest`',
      () =>
        editJson((json) => {
          Object.assign(json.weightsManifest[0], { paths: [1] });
        }),
    ],
    [
      'a manifest without specifications',
      'no legal `weightsManifest`',
      () =>
        editJson((json) => {
          Object.assign(json.weightsManifest[0], { weights: null });
        }),
    ],
    [
      'a specification that is none',
      'is not a name for a weight',
      () =>
        editJson((json) => {
          Object.assign(json.weightsManifest[0], { weights: [null] });
        }),
    ],
    [
      'specifications beyond what is there',
      /must have 4000000072 bytes|must have \d+ bytes/,
      () =>
        editJson((json) => {
          json.weightsManifest[0].weights[0].shape = [1e9];
        }),
    ],
    [
      'a weight file above the folder',
      'lies outside the folder of the model',
      () =>
        editJson((json) => {
          json.weightsManifest[0].paths = ['../secret.bin'];
        }),
    ],
    [
      'a weight file above the folder, the Windows way',
      'lies outside the folder of the model',
      () =>
        editJson((json) => {
          json.weightsManifest[0].paths = ['..\\secret.bin'];
        }),
    ],
    [
      'a weight file by absolute path',
      'lies outside the folder of the model',
      () =>
        editJson((json) => {
          json.weightsManifest[0].paths = ['/etc/passwd'];
        }),
    ],
    [
      'a weight file with a zero in its name',
      'lies outside the folder of the model',
      () =>
        editJson((json) => {
          json.weightsManifest[0].paths = ['a\0b'];
        }),
    ],
    [
      'a symbolic link out of the folder',
      'lies outside the folder of the model',
      async () => {
        const outside = join(folder, '../outside');
        await mkdir(outside);
        await writeFile(join(outside, 'w.bin'), await readFile(await weightFile()));
        await symlink(join(outside, 'w.bin'), join(folder, 'link.bin'));
        await editJson((json) => {
          json.weightsManifest[0].paths = ['link.bin'];
        });
      },
    ],
    [
      'a symbolic link to itself',
      /cannot read .*link\.bin/,
      async () => {
        await symlink('link.bin', join(folder, 'link.bin'));
        await editJson((json) => {
          json.weightsManifest[0].paths = ['link.bin'];
        });
      },
    ],
    [
      'a device',
      /zero is not a file/,
      async () => {
        await symlink('/dev/zero', join(folder, 'zero'));
        await editJson((json) => {
          json.weightsManifest[0].paths = ['zero'];
        });
      },
    ],
    [
      'a pipe, without waiting for it',
      /pipe is not a file/,
      async () => {
        execFileSync('mkfifo', [join(folder, 'pipe')]);
        await editJson((json) => {
          json.weightsManifest[0].paths = ['pipe'];
        });
      },
    ],
    [
      'the folder as a weight file',
      /is not a file/,
      () =>
        editJson((json) => {
          json.weightsManifest[0].paths = ['.'];
        }),
    ],
  ];

  it.each(cases)('%s', async (_title, message, damage) => {
    await damage();
    const start = performance.now();
    const error = await load().then(
      () => 'loaded',
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(ModelFormatError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message.startsWith(`${jsonFile()}: `)).toBe(true);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('bytes changed at random, or loads them, soon (seed 1)', async () => {
    const random = new Random(1);
    const good = await readFile(jsonFile());
    for (let i = 0; i < 300; i++) {
      const bad = Buffer.from(good);
      for (let n = 0; n <= random.integer(4); n++) bad[random.integer(bad.length)] = random.integer(256);
      await writeFile(jsonFile(), random.integer(5) === 0 ? bad.subarray(0, random.integer(bad.length)) : bad);
      const start = performance.now();
      const result = await loadModel(fileSystem(folder)).catch((e: unknown) => e);
      expect(performance.now() - start, bad.toString('latin1')).toBeLessThan(3000);
      if (result instanceof tf.LayersModel) result.dispose();
      else expect(result, bad.toString('latin1')).toBeInstanceOf(ModelFormatError);
    }
  });
});
