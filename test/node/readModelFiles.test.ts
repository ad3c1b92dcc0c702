import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { fileSystem } from '../../src/node/fileSystem';
import { Random } from '../../src/utils/random';
import { tinyModel } from '../support/tinyModel';

let home: string;
let folder: string;
let model: tf.LayersModel;

beforeAll(async () => {
  await tf.setBackend('cpu');
  model = tinyModel();
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'msa-unet-'));
  folder = join(home, 'model');
  await model.save(fileSystem(folder));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const jsonFile = () => join(folder, 'model.json');
const weightFile = async () => join(folder, (await readdir(folder)).find((name) => name.endsWith('.bin'))!);

/** Lets the manifest name another weight file. */
const point = (path: string) => editGroup({ paths: [path] });
const editGroup = (change: object) => editJson(({ weightsManifest }) => Object.assign(weightsManifest[0]!, change));
const link = (target: string, name: string) => symlink(target, join(folder, name)).then(() => point(name));

async function editJson(edit: (json: SavedJson) => void): Promise<void> {
  const json = JSON.parse(await readFile(jsonFile(), 'utf8'));
  edit(json);
  await writeFile(jsonFile(), JSON.stringify(json));
}

interface SavedJson {
  modelTopology: { config: { layers: { inbound_nodes: unknown[] }[] } };
  weightsManifest: object[];
}

const outside = 'lies outside the folder of the model';

describe('fileSystem refuses', () => {
  const cases: [title: string, message: string | RegExp, damage: () => Promise<unknown>][] = [
    ['a folder that is missing', 'the folder does not exist', () => rm(folder, { recursive: true })],
    ['a folder without a model', 'there is no such file in the folder', () => rm(jsonFile())],
    [
      'the folder of a run',
      /there is no such file in the folder, which holds a run; pass \S+model, or open it with openRun$/,
      async () => {
        await rm(jsonFile());
        await mkdir(join(folder, 'model'));
        await writeFile(join(folder, 'model', 'model.json'), '{}');
      },
    ],
    ['a folder in place of a file', /model\.json is not a file/, () => rm(jsonFile()).then(() => mkdir(jsonFile()))],
    ['an empty JSON file', 'the JSON file is broken or cut off', () => writeFile(jsonFile(), '')],
    [
      'a truncated JSON file',
      'the JSON file is broken or cut off',
      async () => {
        const text = await readFile(jsonFile(), 'utf8');
        await writeFile(jsonFile(), text.slice(0, text.length / 2));
      },
    ],
    [
      'JSON of another kind',
      'the JSON file has no legal `weightsManifest`, as the model.json of a saved model has',
      () => writeFile(jsonFile(), '{"preprocessing":{}}'),
    ],
    ['JSON that is no object', 'no legal `weightsManifest`', () => writeFile(jsonFile(), 'null')],
    [
      'a JSON file beyond measure',
      'at most 16777216 are allowed',
      () => writeFile(jsonFile(), Buffer.alloc(17 * 2 ** 20)),
    ],
    [
      'a cycle',
      'form a cycle',
      () =>
        editJson((json) => {
          json.modelTopology.config.layers[1]!.inbound_nodes = [[['conv', 0, 0, {}]]];
        }),
    ],
    ['missing weights', /cannot read .*\.bin/, async () => rm(await weightFile())],
    [
      'truncated weights',
      /must have \d+ bytes; \d+ are there/,
      async () => {
        await writeFile(await weightFile(), (await readFile(await weightFile())).subarray(4));
      },
    ],
    [
      'too long weights',
      /must have \d+ bytes; \d+ are there/,
      async () => writeFile(await weightFile(), 'x', { flag: 'a' }),
    ],
    [
      'weights with NaN',
      'is not finite',
      async () => {
        await writeFile(await weightFile(), (await readFile(await weightFile())).fill(0xff));
      },
    ],
    [
      'a manifest that is no list',
      'no legal `weightsManifest`',
      () => editJson((json) => Object.assign(json, { weightsManifest: {} })),
    ],
    ['a manifest without paths', 'no legal `weightsManifest`', () => editGroup({ paths: [1] })],
    ['a manifest without specifications', 'no legal `weightsManifest`', () => editGroup({ weights: null })],
    ['a specification that is none', 'is not a name for a weight', () => editGroup({ weights: [null] })],
    [
      'weights beyond what is there',
      'the weights are 4000000000 bytes; at most 2147483648 are allowed',
      () => editGroup({ weights: [{ name: 'w', shape: [1e9], dtype: 'float32' }] }),
    ],
    ['a path above the folder', outside, () => point('../secret.bin')],
    ['a path above the folder, the Windows way', outside, () => point('a\\..\\..\\secret.bin')],
    ['an absolute path', outside, () => point('/etc/passwd')],
    ['a path with a zero character', outside, () => point('a\0b')],
    [
      'a symbolic link out of the folder',
      outside,
      async () => {
        await writeFile(join(home, 'w.bin'), await readFile(await weightFile()));
        await link('../w.bin', 'link.bin');
      },
    ],
    [
      'a linked folder outside',
      outside,
      async () => {
        await writeFile(join(home, 'w.bin'), await readFile(await weightFile()));
        await symlink(home, join(folder, 'there'));
        await point('there/w.bin');
      },
    ],
    ['a symbolic link to itself', /cannot read .*link\.bin/, () => link('link.bin', 'link.bin')],
    ['a device', /zero is not a file/, () => link('/dev/zero', 'zero')],
    [
      'a pipe, without waiting for it',
      /pipe is not a file/,
      async () => {
        execFileSync('mkfifo', [join(folder, 'pipe')]);
        await point('pipe');
      },
    ],
    ['the folder as a weight file', 'is not a file', () => point('.')],
  ];

  it.each(cases)('%s', async (_title, message, damage) => {
    await damage();
    const start = performance.now();
    const loading = fileSystem(folder).load!();
    const error = await loading.then(
      () => 'loaded',
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(ModelFormatError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message.startsWith(`${jsonFile()}: `)).toBe(true);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it.each([1, 2])('bytes changed at random, or loads them, soon (seed %i)', async (seed) => {
    const random = new Random(seed);
    const good = await readFile(jsonFile());
    for (let i = 0; i < 200; i++) {
      const bad = Buffer.from(good);
      for (let n = 0; n <= random.integer(3); n++) bad[random.integer(bad.length)] = 32 + random.integer(95);
      await writeFile(jsonFile(), random.integer(9) === 0 ? bad.subarray(0, random.integer(bad.length)) : bad);
      const start = performance.now();
      const result = await loadModel(fileSystem(folder)).catch((e: unknown) => e);
      expect(performance.now() - start, String(bad)).toBeLessThan(3000);
      if (result instanceof tf.LayersModel) result.dispose();
      else expect(result, String(bad)).toBeInstanceOf(ModelFormatError);
    }
  });
});

describe('fileSystem takes', () => {
  it('weights in several files and in folders below', async () => {
    const bytes = await readFile(await weightFile());
    await mkdir(join(folder, 'below'));
    await writeFile(join(folder, 'below/a.bin'), bytes.subarray(0, 5));
    await writeFile(join(folder, '..b.bin'), bytes.subarray(5));
    await editGroup({ paths: ['below/a.bin', './..b.bin'] });
    const { weightData } = await fileSystem(folder).load!();
    expect(Buffer.from(weightData as ArrayBuffer).equals(bytes)).toBe(true);
  });

  it('a link to a file in the folder', async () => {
    await link(await weightFile(), 'link.bin');
    await expect(fileSystem(folder).load!()).resolves.toBeDefined();
  });
});
