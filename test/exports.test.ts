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
