import { readFile } from 'node:fs/promises';

import type { Plugin } from 'esbuild';
import ts from 'typescript';

/**
 * Lets bundlers leave out classes that a page does not use. They keep every `class A extends tf.layers.Layer`, and all that it
 * needs, since reading `tf.layers.Layer` might have an effect; a call that is marked as pure they leave out.
 */
export const pureClasses: Plugin = {
  name: 'pure-classes',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: withPureClasses(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** The same code, with every class that is exported and extends a member of a member made by a pure call. */
export function withPureClasses(code: string): string {
  const { statements } = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true);
  return statements
    .filter((statement): statement is ts.ClassDeclaration => ts.isClassDeclaration(statement) && isMarked(statement))
    .reduceRight((text, statement) => {
      const [start, end] = [statement.getStart(), statement.getEnd()];
      const { text: name } = statement.name!;
      const declaration = text.slice(start, end).replace(/^export /, '');
      const call = `export const ${name} = /* @__PURE__ */ (() => { ${declaration} return ${name}; })();`;
      return text.slice(0, start) + call + text.slice(end);
    }, code);
}

function isMarked({ heritageClauses, modifiers }: ts.ClassDeclaration): boolean {
  const isExported = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
  const parent = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
  return (
    isExported && !!parent && ts.isPropertyAccessExpression(parent) && ts.isPropertyAccessExpression(parent.expression)
  );
}
