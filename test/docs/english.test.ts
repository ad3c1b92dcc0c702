import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { commands } from '../../src/cli/commands';
import { codeProse, findIn, type Prose, pageProse } from '../support/prose';
import { habits } from './habits';

const filesIn = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
const pages = [
  ...['README.md', 'CONTRIBUTING.md'],
  ...['docs', 'results', '.changeset'].flatMap((folder) => filesIn(folder, '.md')),
  ...['.slurm', '.yaml'].flatMap((ending) => filesIn('examples/cluster', ending)),
].filter((path) => !path.startsWith('docs/api/'));
const description: string = JSON.parse(readFileSync('package.json', 'utf8')).description;
const prose: readonly Prose[] = [
  ...pages.map(pageProse),
  ...codeProse('src', 'examples', 'docs'),
  { path: 'package.json', line: 1, text: description },
];

describe('no page, comment or message', () => {
  test.each(habits)('says $habit', ({ pattern, instead }) => {
    const found = prose.flatMap((text) => findIn(text, pattern));
    const lines = found.map(
      ({ place, found, sentence }) => `${place}: “${sentence}”. Instead of “${found}” write ${instead}`,
    );
    expect(lines).toEqual([]);
  });
});

test.each(habits)('the habit $habit is found in $example, across lines of a comment too', ({ pattern, example }) => {
  const places = (text: string) => findIn({ path: 'x.ts', line: 3, text }, pattern).length;
  expect(places(example)).toBe(1);
  expect(places(example.replaceAll(' ', '\n * '))).toBe(1);
});

describe('the help', () => {
  const verbs =
    'shows tells trains scores writes finds builds makes gives draws reads prints says resumes starts stops uses';
  const thirdPerson = new RegExp(`^(?:${verbs.replaceAll(' ', '|')})\\b`, 'i');

  test.each(Object.entries(commands))(
    'of %s is imperative, its options in lower case without a full stop',
    async (name, entry) => {
      const help = (await entry.load()).help(`msa-unet ${name}`);
      const options = optionTexts(help);
      expect(options.length).toBeGreaterThan(3);
      expect([entry.summary, help, ...options].filter((text) => thirdPerson.test(text))).toEqual([]);
      expect([entry.summary, ...options].filter((text) => /^[A-Z][a-z]/.test(text) || /\.$/.test(text))).toEqual([]);
    },
  );
});

/** The description of every option, without its default. */
function optionTexts(help: string): string[] {
  const section = /\nOptions:\n([\s\S]*?)(?:\n\n|\n$)/.exec(help)![1]!;
  const joined = section.replaceAll(/\n {20,}/g, '  ');
  return joined.split('\n').map((line) =>
    line
      .trim()
      .replace(/^-.*? {2,}/, '')
      .replace(/ \[[^\]]*\]$/, ''),
  );
}
