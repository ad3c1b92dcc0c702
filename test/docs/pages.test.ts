import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import * as msaUnet from 'msa-unet';
import * as msaUnetBrowser from 'msa-unet/browser';
import * as msaUnetDicom from 'msa-unet/dicom';
import * as msaUnetNode from 'msa-unet/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { commands } from '../../src/cli/commands';
import { type DocExample, runExample, typeErrors } from '../support/docExamples';
import { putPageFiles } from '../support/pageFiles';
import { blocksOf, isScript, type PageBlock, publicPages } from '../support/pages';

const blocks = publicPages().flatMap((page) => blocksOf(page));
const languages = ['ts', 'js', 'sh', 'text', 'json', 'html', 'python'];

/** What is wrong with the words behind a fence. */
function faultOf({ language, unknown, noRun, title, ...block }: PageBlock): string[] {
  if (!languages.includes(language)) return [`${title}: "${language}" is not one of ${languages.join(', ')}`];
  if (unknown !== '') return [`${title}: "${unknown}" has no meaning; write no-run: and a reason`];
  return noRun !== null && !isScript({ language, unknown, noRun, title, ...block }) ? [`${title}: only code runs`] : [];
}

test('every fence has a known language, and a reason if its code does not run', () => {
  expect(blocks.flatMap(faultOf)).toEqual([]);
});

test('a fence without a language, without a reason or with a reason for a text is found', () => {
  const page = ['', 'rust', 'ts no-run', 'ts no-run:', 'text no-run: it is text', 'ts', 'js [app.js] no-run: a reason']
    .map((words) => `\`\`\`${words}\nx\n\`\`\`\n`)
    .join('\n');
  expect(blocksOf('x.md', page).flatMap(faultOf)).toEqual([
    'x.md:1: "" is not one of ts, js, sh, text, json, html, python',
    'x.md:5: "rust" is not one of ts, js, sh, text, json, html, python',
    'x.md:9: "no-run" has no meaning; write no-run: and a reason',
    'x.md:13: "no-run:" has no meaning; write no-run: and a reason',
    'x.md:17: only code runs',
  ]);
});

const exampleOf = ({ title, code, noRun }: PageBlock): DocExample => ({
  title,
  code: /^(?:import|export) /m.test(code) ? code : `${code}\nexport {};\n`,
  compileOnly: noRun !== null,
});
const examples = blocks.filter(isScript).map(exampleOf);

test('all code of the pages passes the type check', () => {
  expect(typeErrors(examples)).toEqual([]);
});

test('a type error in a page is found, with its place', () => {
  const page =
    "# Page\n\n```ts\nimport { buildUnet } from 'msa-unet';\n\nbuildUnet([64, 64, 1], { filters: 8 });\n```\n";
  const [error] = typeErrors(blocksOf('x.md', page).map(exampleOf));
  expect(error).toMatch(/^x\.md:3, line 3: .*'filters' does not exist/);
});

/** All that the examples import; the backend is always WASM, and quiet. */
const modules = {
  '@tensorflow/tfjs': tf,
  'msa-unet': msaUnet,
  'msa-unet/browser': msaUnetBrowser,
  'msa-unet/dicom': msaUnetDicom,
  'msa-unet/node': {
    ...msaUnetNode,
    useBackend: () => msaUnetNode.useBackend('wasm', { log: null }),
    progressLine: () => msaUnetNode.progressLine({ write: () => true }),
  },
  'node:fs/promises': await import('node:fs/promises'),
};

/** What a page shows as the output of a program: a text behind `node NAME`. `null`: nothing. */
function outputOf({ title, code }: DocExample): string[] | null {
  const name = /^\/\/ (\S+)\n/.exec(code)?.[1];
  if (name === undefined) return null;
  const behind = blocks.slice(blocks.findIndex((block) => block.title === title) + 1);
  const call = behind.findIndex((block) => block.code === `node ${name}\n`);
  return behind[call + 1]!.code.trimEnd().split('\n');
}

const home = process.cwd();
let files: string;

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'pages-'));
  await putPageFiles(files);
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  const small = '--model unet --base-filters 2 --size 32 --epochs 1 --no-augment --backend wasm';
  const paths = ['--data', join(files, 'LiTS'), '--out', join(files, 'runs/liver')];
  await (await commands.train!.load()).run([...paths, ...small.split(' ')], 'msa-unet train');
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(files, { recursive: true });
});

const runningOn = (page: string) =>
  examples.filter(({ title, compileOnly }) => title.startsWith(`${page}:`) && !compileOnly);
const pages = publicPages().filter((page) => runningOn(page).length > 0);

describe.each(pages)('the code of %s runs from top to bottom:', (page) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    await cp(files, folder, { recursive: true });
    process.chdir(folder);
  });
  afterAll(async () => {
    process.chdir(home);
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await msaUnetNode.useBackend('wasm', { log: null });
    tf.engine().startScope();
  });
  afterEach(() => tf.engine().endScope());

  test.each(runningOn(page).map((example) => [example.title, example] as const))('%s', async (_, example) => {
    const shown = outputOf(example);
    expect(await runExample(example, modules)).toEqual(shown ?? expect.any(Array));
  });
});
