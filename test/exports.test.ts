import { posix } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

import * as browser from '../src/browser/index';
import * as dicom from '../src/dicom/index';
import * as universal from '../src/index';
import * as node from '../src/node/index';
import { sourceFiles } from './support/sourceFiles';

it.each(['index', 'node/index', 'browser/index', 'dicom/index'])(
  'src/%s.ts exports the names that are pinned in exports/',
  async (entry) => {
    await expect(`${exportedNames(`src/${entry}.ts`).join('\n')}\n`).toMatchFileSnapshot(`exports/${entry}.txt`);
  },
);

it.each([
  ['src/index.ts', universal],
  ['src/node/index.ts', node],
  ['src/browser/index.ts', browser],
  ['src/dicom/index.ts', dicom],
])('%s writes out every name', (path, entry) => {
  const values = exportedNames(path).filter((name) => !name.startsWith('type '));
  expect(values).toEqual(Object.keys(entry).sort());
});

it('exports a declaration from one entry: a second would be listed in the docs as a nameless reference', () => {
  const exported = ['src/index.ts', 'src/node/index.ts', 'src/browser/index.ts', 'src/dicom/index.ts'].flatMap(origins);
  expect(exported.filter((origin, at) => exported.indexOf(origin) !== at)).toEqual([]);
});

/** The declarations that an entry exports: `src/training/run/inferenceOf#InferenceOptions`. */
function origins(path: string): string[] {
  const entry = sourceFiles('src').find((file) => file.path === path)!;
  return entry.syntax.statements.filter(ts.isExportDeclaration).flatMap(({ exportClause, moduleSpecifier }) => {
    const names = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
    const module = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
    return names.map((name) => `${posix.join(posix.dirname(path), module)}#${name.name.text}`);
  });
}

/** Names that an entry writes out; types are marked. */
function exportedNames(path: string): string[] {
  const entry = sourceFiles('src').find((file) => file.path === path)!;
  return entry.syntax.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, isTypeOnly }) =>
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map((name) => `${isTypeOnly || name.isTypeOnly ? 'type ' : ''}${name.name.text}`)
        : [],
    )
    .sort();
}
