import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test, vi } from 'vitest';

import { readOptions } from '../../examples/quickstart/options';
import { readTableOptions } from '../../examples/tableOptions';
import { parseOptions } from '../../src/cli/args/parseOptions';
import type { CommandDefinition } from '../../src/cli/command';
import { commands } from '../../src/cli/commands';
import { linkTensorflow } from '../../src/cli/linkTensorflow/linkTensorflow';
import { blocksOf, commandSpans, type PageBlock, publicPages } from '../support/pages';
import { shellCommands } from '../support/shellCommands';

// The commands as they are defined, so that their options can be read without running them.
vi.mock('../../src/cli/command', () => ({ command: (definition: unknown) => definition }));

/** The scripts of the project, of the example that a page is about, or of the example that a block copies. */
function scriptsFor({ page, code }: Pick<PageBlock, 'page' | 'code'>): Record<string, string> {
  const copied = /^cp -r node_modules\/msa-unet\/(examples\/[\w-]+) /m.exec(code)?.[1];
  const own = join(copied ?? dirname(page), 'package.json');
  return JSON.parse(readFileSync(existsSync(own) ? own : 'package.json', 'utf8')).scripts;
}

const blocks = publicPages()
  .flatMap((page) => blocksOf(page))
  .filter(({ language }) => language === 'sh');

/** Reads the words behind a program as that program does. @throws as the program does */
type Read = (args: string[]) => unknown;

const programs: Record<string, Read> = {
  'msa-unet': msaUnet,
  'msa-unet-link-tensorflow': (args) => {
    if (linkTensorflow([...args, '--help'], () => {}) !== 0) throw new Error('it has other options');
  },
  quickstart: (args) => readOptions(args),
  table1: (args) => readTableOptions('table1', args),
  table2: (args) => readTableOptions('table2', args),
  inspect: (args) => msaUnet(['inspect', ...args]),
};

async function msaUnet([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === '--help') return;
  const entry = commands[name!];
  if (!entry) throw new Error(`there is no command ${name}`);
  const { options, words } = (await entry.load()) as unknown as CommandDefinition<Record<string, never>>;
  if (!args.includes('--help')) parseOptions(args, options, words);
}

/** Subcommands of npm other than `run`, which take names of packages. */
const npmWords = [
  'ci',
  'i',
  'install',
  'start',
  'test',
  'rebuild',
  'ls',
  'install-scripts',
  'create',
  'trust',
  'init',
  'pkg',
];
/** Programs of other packages, whose words are not checked. */
const tools = ['node-gyp', 'serve', 'vite', 'vitest'];
/** Programs whose words are not checked. */
const others = ['cd', 'cp', 'mkdir', 'curl', 'python3', '.venv/bin/pip', 'tensorboard'];

/** Checks one command line of a page. @throws Error if it could not run */
async function check([program, ...words]: string[], block = { page: 'README.md', code: '' }): Promise<void> {
  if (program === 'npm' && words[0] === 'run') return checkScript(words.slice(1), block);
  if (program === 'npm') {
    if (!npmWords.includes(words[0]!)) throw new Error(`npm ${words[0]} is not one of ${npmWords.join(', ')}`);
  } else if (program === 'npx' && tools.includes(words[0]!)) return;
  else if (program === 'npx' && words.slice(0, 2).join(' ') === '--yes tsx') requireShipped(words[2]!);
  else if (program === 'npx') await programOf(words[0]!)(words.slice(1));
  else if (program === 'node' || program === 'bash') requireFile(words[0]!);
  else if (!others.includes(program!)) throw new Error(`${program} is an unknown program`);
}

async function checkScript([name, ...words]: string[], block: Pick<PageBlock, 'page' | 'code'>): Promise<void> {
  if (!(name! in scriptsFor(block))) throw new Error(`there is no script ${name}`);
  if (words[0]?.startsWith('-') && words[0] !== '--') throw new Error(`put -- before ${words[0]}`);
  await programs[name!]?.(words.filter((word) => word !== '--'));
}

function programOf(name: string): Read {
  const read = programs[name];
  if (!read) throw new Error(`npx ${name} is an unknown program`);
  return read;
}

/** Requires a script of the package, which lies where users find it once they have installed it. */
function requireShipped(path: string): void {
  if (path !== 'NAME.ts') requireFile(path.replace(/^node_modules\/msa-unet\//, ''));
}

function requireFile(path: string): void {
  const isWritten = blocks.length > 0 && publicPages().some((page) => blocksOf(page).some(named(path)));
  if (!existsSync(path) && !isWritten) throw new Error(`there is no file ${path}`);
}

/** Whether a code block is the file of a name, which its first line says: `// first.mjs`. */
const named =
  (path: string) =>
  ({ code }: { code: string }) =>
    code.startsWith(`// ${path}\n`);

describe('every command of a block names a program, a script and options that exist', () => {
  test.each(blocks.map((block) => [block.title, block] as const))('%s', async (_, block) => {
    for (const command of shellCommands(block.code))
      await expect(check(command, block), command.join(' ')).resolves.toBeUndefined();
  });
});

describe('every command within a sentence too', () => {
  test.each(publicPages().map((page) => [page, commandSpans(page)] as const))('%s', async (page, spans) => {
    for (const span of spans) {
      const command = shellCommands(span)[0]!;
      const isName = command[1] === 'msa-unet' && command.length === 3; // `npx msa-unet train` means the command
      await expect(check(isName ? [...command, '--help'] : command, { page, code: '' }), span).resolves.toBeUndefined();
    }
  });
});

describe('a command is refused', () => {
  test.each([
    ['npm run quickstrat', 'there is no script quickstrat'],
    ['npm run quickstart --data DIR', 'put -- before --data'],
    ['npm run quickstart -- --dta DIR', "Unknown option '--dta'"],
    ['npm run table1 -- --preset laptop', '--preset must be one of'],
    ['npm run inspect -- DIR --sheet a.png', 'Unknown option --sheet'],
    ['npx msa-unet trian --data LiTS', 'there is no command trian'],
    ['npx msa-unet train --data LiTS --size 7.5', '--size'],
    ["npx msa-unet train LiTS --image 'ct/*' --base-filter 8", 'did you mean --base-filters?'],
    ['npx msa-unet predict --image a.nii', '--model'],
    ['npx msa-unet-linker', 'npx msa-unet-linker is an unknown program'],
    ['npm instal msa-unet', 'npm instal is not one of'],
    ['node nowhere.mjs', 'there is no file nowhere.mjs'],
    ['gcc x.c', 'gcc is an unknown program'],
  ])('%s', async (line, problem) => {
    const [command] = shellCommands(line);
    await expect(check(command!)).rejects.toThrow(problem);
  });
});

test('comments, quotes, continued lines and variables are read as a shell reads them', () => {
  const code = 'GPU=1 npm ci && npm test   # all\nnpx msa-unet train \\\n  --image \'ct a/*\' "b"\n\n# no command\n';
  expect(shellCommands(code)).toEqual([
    ['npm', 'ci'],
    ['npm', 'test'],
    ['npx', 'msa-unet', 'train', '--image', 'ct a/*', 'b'],
  ]);
});
