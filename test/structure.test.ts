import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { importedPath, place, type SourceFile, sourceFiles, visit } from './support/sourceFiles';

const bricks = ['utils', 'kernels', 'ops', 'graphs', 'layers', 'models', 'losses', 'metrics', 'preprocess', 'data'];

/** Folder → the folders that it may import from, besides itself. `''` is src/index.ts. CONTRIBUTING.md draws it. */
const arrows: Record<string, readonly string[]> = {
  utils: [],
  kernels: ['utils'],
  ops: ['utils', 'kernels'],
  graphs: ['utils', 'kernels', 'ops'],
  preprocess: ['utils', 'kernels', 'ops'],
  layers: ['utils', 'kernels', 'ops', 'graphs', 'preprocess'],
  models: ['utils', 'ops', 'layers', 'preprocess'],
  losses: ['utils'],
  metrics: ['utils', 'data'],
  data: ['utils'],
  weights: ['utils', 'layers', 'data'],
  training: bricks,
  inference: bricks,
  report: bricks,
  node: [...bricks, 'training', 'inference', 'report', ''],
  browser: [...bricks, 'training', 'inference', 'report', ''],
  '': [...bricks, 'weights', 'training', 'inference', 'report'],
  dicom: ['utils', 'data'],
  cli: [], // what the entries export must do
};

/** The rooms of the backends in src/kernels, and who may look into each besides itself and `runKernel.ts`. */
const rooms: Record<string, readonly string[]> = {
  host: ['src/kernels/cpu', 'src/kernels/wasm', 'src/kernels/tensorflow'],
  cpu: [],
  wasm: ['src/node/backends', 'src/browser/backends'], // which start them
  webgl: ['src/browser/backends'],
  webgpu: ['src/node/backends', 'src/browser/backends'],
  tensorflow: ['src/graphs', 'src/node/backends'],
};

const src = sourceFiles('src');
/** All but the files of other packages that the build writes apart, for `import()`. */
const main = src.filter(({ path }) => !path.includes('/sideFiles/'));
const universal = src.filter(({ path }) => !['node', 'cli'].includes(folderOf(path)));
/** What is run, and does nothing else. */
const programs = ['src/cli/main.ts', 'src/cli/linkTensorflow/main.ts', 'src/browser/segmenterWorker.ts'];
const shipped = [...src, ...sourceFiles('examples', 'bench', 'docs')];

describe('imports', () => {
  it('run along the arrows between folders', () => {
    expect(
      eachImport(src, (file, target) => {
        const [from, to] = [folderOf(file.path), folderOf(target)];
        const legal = from === to || arrows[from]?.includes(to);
        return legal ? [] : `${file.path} imports ${target}: src/${from} may import ${arrows[from]?.join(', ') ?? '?'}`;
      }),
    ).toEqual([]);
  });

  it('run between folders that CONTRIBUTING.md draws', () => {
    const plan = readFileSync('CONTRIBUTING.md', 'utf8');
    const folders = [
      ...Object.keys(arrows)
        .filter(Boolean)
        .map((name) => `src/${name}/`),
      ...Object.keys(rooms).map((name) => `${name}/`),
    ];
    expect(folders.filter((folder) => !plan.includes(folder))).toEqual([]);
    expect([...new Set(src.map(({ path }) => folderOf(path)))].sort()).toEqual(Object.keys(arrows).sort());
  });

  it('form no circle', () => {
    expect(circles(sourceFiles('src', 'bench', 'examples', 'docs', 'test'))).toEqual([]);
  });

  it('reach into the room of a backend only from where it is opened', () => {
    expect(
      eachImport(src, ({ path }, target) => {
        const room = /^src\/kernels\/(\w+)\//.exec(target)?.[1];
        if (!room || path === 'src/kernels/runKernel.ts') return [];
        const legal = [`src/kernels/${room}`, ...rooms[room]!].some((folder) => path.startsWith(`${folder}/`));
        return legal ? [] : `${path} imports ${target}: call the kernel by its name in src/kernels/catalog.ts`;
      }),
    ).toEqual([]);
  });

  it('show layers nothing of src/graphs but layerGraphs.ts', () => {
    expect(
      eachImport(
        src.filter(({ path }) => path.startsWith('src/layers/')),
        ({ path }, target) =>
          folderOf(target) !== 'graphs' || target === 'src/graphs/layerGraphs.ts' ? [] : `${path} imports ${target}`,
      ),
    ).toEqual([]);
  });

  it('name Node modules only in src/node and src/cli', () => {
    expect(
      universal.flatMap(({ path, imports }) => imports.filter(isNode).map((name) => `${path} imports ${name}`)),
    ).toEqual([]);
  });

  it('name no backend package statically, and no side file, which the build writes apart', () => {
    const isLate = (specifier: string) => isBackend(specifier) || specifier.includes('/sideFiles/');
    expect(
      main.flatMap(({ path, statements }) =>
        statements.filter(({ specifier }) => isLate(specifier)).map(({ text }) => `${path}: ${text}: use import()`),
      ),
    ).toEqual([]);
  });

  it('name no backend package at all outside src/node and src/browser', () => {
    const elsewhere = universal.filter(({ path }) => folderOf(path) !== 'browser');
    expect(
      elsewhere.flatMap(({ path, imports }) => imports.filter(isBackend).map((name) => `${path} imports ${name}`)),
    ).toEqual([]);
  });

  it("spell tfjs one way: import * as tf from '@tensorflow/tfjs'", () => {
    const spelling = /^import (type )?\* as tf from '@tensorflow\/tfjs';$/;
    expect(
      main.flatMap(({ path, statements }) =>
        statements
          .filter(({ specifier, text }) => specifier.startsWith('@tensorflow/tfjs') && !spelling.test(text))
          .map(({ text }) => `${path}: ${text}`),
      ),
    ).toEqual([]);
  });
});

describe('code', () => {
  it('names no backend in the mathematics: src/kernels decides', () => {
    const mathematics = src.filter(({ path }) => ['ops', 'layers', 'preprocess'].includes(folderOf(path)));
    const backend = /\b\w*(wasm|webgpu|webgl|tfjs-node|getBackend|simd)\w*\b|['"](cpu|tensorflow)['"]/gi;
    expect(
      mathematics.flatMap(({ path, text }) => [...text.matchAll(backend)].map(([name]) => `${path} names ${name}`)),
    ).toEqual([]);
  });

  it('asks in src/training for the backend only to record it and to foresee a full WebAssembly memory', () => {
    const asks = src.filter(({ path, text }) => path.startsWith('src/training/') && text.includes('getBackend()'));
    expect(asks.map(({ path }) => path).sort()).toEqual([
      'src/training/checkpoint/checkpoints.ts',
      'src/training/requireMemory.ts',
    ]);
  });

  it("touches tfjs's internals in one file per backend, and one for the engine", () => {
    const internals =
      /\b(dataIdMap|recordAndSubmit|pipelineCache|uploadToGPU|activeTape|gradientDepth|kernelDepth|incRef|runSavedModel|executeMultipleOutputs)\b|\.asm\b|tf\s*\.engine\(\)/;
    const allowed = /^src\/kernels\/(engine|\w+\/backend)\.ts$/;
    expect(src.filter(({ path, text }) => internals.test(text) && !allowed.test(path)).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('gives every layer a className of its own: MsaUnet, then letters and digits', () => {
    const names = src.flatMap(classNames);
    const wrong = names.filter(({ name }) => !/^MsaUnet[A-Z][A-Za-z0-9]*$/.test(name));
    const twice = names.filter(({ name }, i) => names.findIndex((other) => other.name === name) !== i);
    expect([...wrong, ...twice].map(({ name, at }) => `${at}: className '${name}'`)).toEqual([]);
  });

  it('does no work at import time, programs aside', () => {
    expect(
      src
        .filter(({ path }) => !programs.includes(path))
        .flatMap((file) =>
          file.syntax.statements.filter(ts.isExpressionStatement).map((effect) => place(file, effect)),
        ),
    ).toEqual([]);
  });

  it('does not slip past the type system or the linter', () => {
    const loophole = /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable|as unknown as/;
    expect(
      shipped.filter(({ text }) => loophole.test(text)).map(({ path, text }) => `${path}: ${loophole.exec(text)![0]}`),
    ).toEqual([]);
    expect(shipped.flatMap((file) => places(file, (node) => node.kind === ts.SyntaxKind.AnyKeyword))).toEqual([]);
  });

  it('documents every option', () => {
    const isBare = (node: ts.Node) =>
      ts.isPropertySignature(node) &&
      ts.isInterfaceDeclaration(node.parent) &&
      node.parent.name.text.endsWith('Options') &&
      ts.getJSDocCommentsAndTags(node).length === 0;
    expect(src.flatMap((file) => places(file, isBare))).toEqual([]);
  });

  it('keeps files within 200 lines, but for the table of contents, and tests within 300', () => {
    const tooLong = (limit: number) => (file: SourceFile) => lines(file.text) > limit;
    const long = [
      ...shipped.filter(({ path }) => path !== 'src/index.ts').filter(tooLong(200)),
      ...sourceFiles('test').filter(tooLong(300)),
    ];
    expect(long.map(({ path, text }) => `${path}: ${lines(text)} lines: one concept per file?`)).toEqual([]);
  });

  it('keeps functions within 40 lines', () => {
    const tooLong = (node: ts.Node) => ts.isFunctionLike(node) && lines(node.getText()) > 40;
    expect(shipped.flatMap((file) => places(file, tooLong))).toEqual([]);
  });
});

describe('tests', () => {
  it('mirror every op, layer, model, loss and metric that an entry exports, and every op that another folder uses', () => {
    const isEntry = ({ path }: SourceFile) => /^src\/((node|browser|dicom)\/)?index\.ts$/.test(path);
    const exported = eachImport(src.filter(isEntry), (_, target) => target);
    const usedOps = eachImport(src, (file, target) => (folderOf(file.path) === 'ops' ? [] : target)).filter(
      isIn('ops'),
    );
    const tested = exported.filter(isIn('ops', 'layers', 'models', 'losses', 'metrics'));
    const tests = [...tested, ...usedOps].map((path) => path.replace(/^src\/(.*)\.ts$/, 'test/$1.test.ts'));
    expect([...new Set(tests)].filter((test) => !existsSync(test))).toEqual([]);
  });
});

function isIn(...folders: string[]): (path: string) => boolean {
  return (path) => folders.includes(folderOf(path));
}

function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
}

function isNode(specifier: string): boolean {
  return specifier.startsWith('node:');
}

function isBackend(specifier: string): boolean {
  return specifier === 'webgpu' || (specifier.startsWith('@tensorflow/') && specifier !== '@tensorflow/tfjs');
}

function eachImport(files: SourceFile[], tell: (file: SourceFile, target: string) => string | string[]): string[] {
  const isSource = (name: string) => name.startsWith('.') && !name.endsWith('/package.json');
  return files.flatMap((file) => file.imports.filter(isSource).flatMap((name) => tell(file, importedPath(file, name))));
}

/** Every circle of files that import each other, as `a.ts → b.ts → a.ts`. */
function circles(files: SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] => {
    if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(' → ')];
    if (done.has(path)) return [];
    const file = byPath.get(path);
    const found = file ? eachImport([file], (_, target) => walk(target, [...trail, path])) : [];
    done.add(path);
    return found;
  };
  return files.flatMap(({ path }) => walk(path, []));
}

function classNames(file: SourceFile): { name: string; at: string }[] {
  const names: { name: string; at: string }[] = [];
  visit(file.syntax, (node) => {
    if (!ts.isPropertyDeclaration(node) || node.name.getText() !== 'className' || !node.initializer) return;
    names.push({ name: node.initializer.getText().slice(1, -1), at: place(file, node) });
  });
  return names;
}

function places(file: SourceFile, isWrong: (node: ts.Node) => boolean): string[] {
  const found: string[] = [];
  visit(file.syntax, (node) => {
    if (isWrong(node)) found.push(place(file, node));
  });
  return found;
}

function lines(text: string): number {
  return text.trimEnd().split('\n').length;
}
