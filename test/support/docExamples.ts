import { formatWithOptions } from 'node:util';
import ts from 'typescript';

import { importedPath, type SourceFile, sourceFiles } from './sourceFiles';

/** One `@example` of an exported name. */
export interface DocExample {
  /** Name of the export, and a number if it has several examples. */
  readonly title: string;
  readonly code: string;
  /** Whether the code block is marked `no-run`: it needs files, a network or more time than a test has. */
  readonly compileOnly: boolean;
}

/** Exported name → its declaration, for all values that an entry exports; types are left out. */
export function exportedValues(entry: string): Map<string, ts.Node> {
  const files = new Map(sourceFiles('src').map((file) => [file.path, file]));
  const found = new Map<string, ts.Node>();
  for (const { name, from, target } of reExports(files.get(entry)!)) {
    const node = declarationOf(files, target, from);
    if (node) found.set(name, node);
  }
  return found;
}

/** The code blocks of the examples in the doc comment of a declaration; `null` for an `@example` that holds none. */
function blocksOf(node: ts.Node): (RegExpExecArray | null)[] {
  return ts
    .getJSDocTags(node)
    .filter((tag) => tag.tagName.text === 'example')
    .map((tag) => /```ts( no-run)?\n([\s\S]*?)\n\s*```/.exec(ts.getTextOfJSDocComment(tag.comment) ?? ''));
}

/** Whether the doc comment has an `@example` without a code block that begins with ```` ```ts ````. */
export function hasLooseExample(node: ts.Node): boolean {
  return blocksOf(node).includes(null);
}

/** The examples in the doc comment of a declaration. */
export function examplesOf(name: string, node: ts.Node): DocExample[] {
  const blocks = blocksOf(node).filter((block) => block !== null);
  return blocks.map(([, mark, code], i) => {
    const title = blocks.length > 1 ? `${name} (${i + 1})` : name;
    return { title, code: `${code}\n`, compileOnly: mark !== undefined };
  });
}

/** The errors of the TypeScript compiler in all examples, with the options of the project, in one program. */
export function typeErrors(examples: readonly DocExample[]): string[] {
  const config = ts.readConfigFile('tsconfig.json', ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ['src/index.ts'] }, ts.sys, '.');
  const host = ts.createCompilerHost(options, true);
  const virtual = new Map(examples.map(({ code }, i) => [`${host.getCurrentDirectory()}/example${i}.ts`, code]));
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) =>
    virtual.has(path)
      ? ts.createSourceFile(path, virtual.get(path)!, target, true)
      : getSourceFile(path, target, ...rest);
  const program = ts.createProgram([...virtual.keys()], options, host);
  return [...virtual.keys()].flatMap((path, i) => {
    const file = program.getSourceFile(path)!;
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText, start }) => {
      const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
      return `${examples[i]!.title}, line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

/** Runs an example with these modules; returns what it printed, line by line. */
export async function runExample({ code }: DocExample, modules: Record<string, unknown>): Promise<string[]> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  const printed: string[] = [];
  const log = (...args: unknown[]) => printed.push(formatWithOptions({ breakLength: Infinity }, ...args));
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  const body = new AsyncFunction('require', 'exports', 'console', outputText);
  await body((name: string) => modules[name], {}, { log });
  return printed;
}

/** What an example says that it prints: the comment behind each `console.log(…);`, `null` where there is none. */
export function promisedOutput({ code }: DocExample): (string | null)[] {
  return code
    .split('\n')
    .filter((line) => line.includes('console.log('))
    .map((line) => /\); \/\/ (.*)$/.exec(line)?.[1] ?? null);
}

interface ReExport {
  readonly name: string;
  readonly from: string;
  readonly target: string;
}

function reExports(file: SourceFile): ReExport[] {
  return file.syntax.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || !statement.moduleSpecifier) return [];
    const target = importedPath(file, (statement.moduleSpecifier as ts.StringLiteral).text);
    const { elements } = statement.exportClause as ts.NamedExports;
    return elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName }) => ({ name: name.text, from: (propertyName ?? name).text, target }));
  });
}

function declarationOf(files: Map<string, SourceFile>, path: string, name: string): ts.Node | undefined {
  const file = files.get(path)!;
  const passedOn = reExports(file).find((other) => other.name === name);
  if (passedOn) return declarationOf(files, passedOn.target, passedOn.from);
  for (const statement of file.syntax.statements) {
    if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name)
      return statement;
    if (ts.isVariableStatement(statement)) {
      const { declarations } = statement.declarationList;
      if (declarations.some((declaration) => declaration.name.getText() === name)) return statement;
    }
  }
  return undefined;
}
