import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One fenced code block of a page. */
export interface PageBlock {
  /** Page and line of the fence, to be clicked on: `docs/data.md:31`. */
  readonly title: string;
  readonly page: string;
  /** All words behind the fence. */
  readonly fence: string;
  /** The first of them. */
  readonly language: string;
  /** Why the block is not run, from ```` ```ts no-run: needs a browser ````; `null`: it is run. */
  readonly noRun: string | null;
  /** Words behind the fence that have no meaning. */
  readonly unknown: string;
  readonly code: string;
}

/** Every page that people read: README, the guides of the site, and those of the results and examples. */
export function publicPages(): string[] {
  const inFolder = (folder: string) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`);
  const ofExamples = readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => inFolder(`examples/${name}`));
  return [
    'README.md',
    'CONTRIBUTING.md',
    ...inFolder('docs'),
    ...inFolder('results'),
    ...inFolder('examples'),
    ...ofExamples,
  ];
}

export const readPage = (page: string): string => readFileSync(join(root, page), 'utf8');

const fences = /^( *)```([^\n`]*)\n([\s\S]*?)^\1```$/gm;
const info = /^(\w*)(?: \[[^\]]+\])?(?: no-run: (.*\S))?(.*)$/;

/** The fenced code blocks of a page. */
export function blocksOf(page: string, text = readPage(page)): PageBlock[] {
  return [...text.matchAll(fences)].map((match) => {
    const [, indent, words, code] = match as unknown as [string, string, string, string];
    const [, language, noRun = null, unknown] = info.exec(words.trim()) as unknown as [string, string, string, string];
    const line = text.slice(0, match.index).split('\n').length;
    const unindented = code.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    return {
      ...{ title: `${page}:${line}`, page, fence: words.trim(), language, noRun },
      ...{ unknown: unknown.trim(), code: unindented },
    };
  });
}

/** The commands in the sentences of a page, such as `npm run docs`. */
export const commandSpans = (page: string, text = readPage(page)): string[] =>
  [...text.replaceAll(fences, '').matchAll(/`((?:npm run|npx) [^`]+)`/g)].map(([, command]) => command!);

/** Whether a block is TypeScript, which JavaScript is as well. */
export const isScript = ({ language }: PageBlock): boolean => language === 'ts' || language === 'js';
