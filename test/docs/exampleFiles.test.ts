import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it, test } from 'vitest';

import { exampleFiles, filesSection, shownAt, zipOf } from '../../docs/.vitepress/exampleFiles';
import { writeExampleZips } from '../../docs/.vitepress/exampleZips';
import { pages } from '../../docs/.vitepress/pages';
import { sourceFiles } from '../support/sourceFiles';

const examples = pages.filter(({ shows }) => shows);
const [vite] = examples;

test('the site shows every source of the examples, but for the one that needs a clone', () => {
  const sources = sourceFiles('examples').map(({ path }) => path);
  const shown = examples.flatMap(exampleFiles);
  expect(sources.filter((path) => !shown.includes(path))).toEqual(['examples/inspect/main.ts']);
});

describe('the page of an example', () => {
  it('lists its README, then files, then folders', () => {
    expect(exampleFiles(vite!).slice(0, 5)).toEqual([
      'examples/browser-vite/README.md',
      'examples/browser-vite/index.html',
      'examples/browser-vite/package.json',
      'examples/browser-vite/tsconfig.json',
      'examples/browser-vite/src/elements.ts',
    ]);
  });

  it('offers a zip, and imports each file from where it is', () => {
    const section = filesSection(vite!);
    expect(section).toContain(
      '[Download browser-vite.zip](/examples/browser-vite.zip), or copy them from `node_modules/',
    );
    expect(section).toContain('### src/main.ts {#src-main-ts}\n\n<<< @/../examples/browser-vite/src/main.ts\n');
    expect(filesSection({ title: 'Training', file: 'docs/training.md' })).toBe('');
  });

  it('is where links to its files lead', () => {
    expect(shownAt('examples/browser-plain/index.html')).toBe('/examples/browser-plain/index#index-html');
    expect(shownAt('examples/inspect/main.ts')).toBeNull();
    expect(shownAt('package.json')).toBeNull();
  });
});

test('the zip of each example has its files in a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'examples-'));
  try {
    await writeExampleZips(folder);
    for (const page of examples) {
      const zip = new ZipReader(new Uint8ArrayReader(await readFile(join(folder, zipOf(page)))));
      const texts = new Map<string, string>();
      for (const entry of await zip.getEntries())
        if (!entry.directory)
          texts.set(entry.filename, new TextDecoder().decode(await entry.getData(new Uint8ArrayWriter())));
      const paths = exampleFiles(page);
      const inZip = (path: string) => (page.file === 'examples/README.md' ? path : path.slice('examples/'.length));
      expect([...texts.keys()]).toEqual(paths.map(inZip));
      for (const path of paths) expect(texts.get(inZip(path))).toBe(await readFile(path, 'utf8'));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
