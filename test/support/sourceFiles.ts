import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One TypeScript file of the project, parsed. */
export interface SourceFile {
  /** From the project's root, with forward slashes: `src/layers/msrb.ts`. */
  readonly path: string;
  readonly text: string;
  readonly syntax: ts.SourceFile;
  /** Everything that it imports, re-exports or loads by `import()`, as written. */
  readonly imports: readonly string[];
  /** `import` and `export … from` statements, as written. */
  readonly statements: readonly { readonly specifier: string; readonly text: string }[];
}

/**
 * The TypeScript files below folders of the project, in order of their paths, without packages installed there; a folder
 * that is not there holds none.
 */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) => paths(folder).sort().map(parse));
}

/** Where a relative import leads, as a path from the root. */
export function importedPath({ path }: SourceFile, specifier: string): string {
  return `${normalize(join(dirname(path), specifier))
    .split(sep)
    .join('/')}.ts`;
}

/** Visits a node and all that it contains. */
export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

/** Where a node stands, to be clicked on: `src/layers/msrb.ts:12`. */
export function place({ path, syntax }: SourceFile, node: ts.Node): string {
  return `${path}:${syntax.getLineAndCharacterOfPosition(node.getStart(syntax)).line + 1}`;
}

function paths(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(root, resolve(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !path.includes('/node_modules/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function parse(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const statements = syntax.statements
    .filter((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
    .flatMap((statement) => {
      const from = statement.moduleSpecifier;
      return from && ts.isStringLiteral(from) ? [{ specifier: from.text, text: statement.getText(syntax) }] : [];
    });
  return {
    path,
    text,
    syntax,
    statements,
    imports: ts.preProcessFile(text).importedFiles.map((file) => file.fileName),
  };
}
