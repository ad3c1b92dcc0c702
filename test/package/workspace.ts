import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { blocksOf, isScript, publicPages } from '../support/pages';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program and returns what it printed; when it fails, throws what it printed. */
export function run(cwd: string, program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${[program, ...args].join(' ')}\n${stdout ?? ''}${stderr ?? String(error)}`);
  }
}

/** Runs a tool of the project's own node_modules. */
export function tool(cwd: string, name: string, ...args: string[]): string {
  return run(cwd, join(root, 'node_modules/.bin', name), ...args);
}

/** The library as it would be published. */
export interface Packed {
  readonly tarball: string;
  /** What the tarball holds, as paths from the project's root. */
  readonly files: readonly string[];
  /** Size of the tarball in bytes. */
  readonly size: number;
  /** A temporary folder that holds the tarball and becomes the project of a user. */
  readonly workspace: string;
}

/** Builds the library unless it has been built since the last change. */
export function buildIfStale(): void {
  if (isStale()) run(root, 'npm', 'run', 'build');
}

/** Builds if that is needed, and packs into a new temporary folder. */
export function pack(): Packed {
  buildIfStale();
  const workspace = mkdtempSync(join(tmpdir(), 'msa-unet-package-'));
  const [{ filename, size, files }] = JSON.parse(
    run(root, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', workspace),
  );
  return {
    tarball: join(workspace, filename),
    files: files.map((file: { path: string }) => file.path),
    size,
    workspace,
  };
}

/** An empty project in `folder` that has installed `tarball`, and nothing else by name. */
export function installIn(folder: string, tarball: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball);
}

/** Compiles the consumer, strictly, as `consumer.mjs` and `consumer.cjs`. */
export function compileConsumerIn(folder: string, { skipLibCheck }: { skipLibCheck: boolean }): void {
  const source = join(root, 'test/package/consumer.ts');
  for (const extension of ['mts', 'cts']) cpSync(source, join(folder, `consumer.${extension}`));
  compileIn(folder, ['consumer.mts', 'consumer.cts'], { skipLibCheck });
}

/** Compiles, strictly, the code of every page that people read; each block stands by itself. @returns how many they are */
export function compilePagesIn(folder: string): number {
  const blocks = publicPages().flatMap((page) => blocksOf(page).filter(isScript));
  const files = blocks.map(({ title, code }) => {
    const file = `${title.replaceAll(/\W+/g, '-')}.mts`;
    writeFileSync(join(folder, file), `${code}\nexport {};\n`);
    return file;
  });
  compileIn(folder, files, { skipLibCheck: true });
  return files.length;
}

function compileIn(folder: string, files: readonly string[], { skipLibCheck }: { skipLibCheck: boolean }): void {
  const types = join(root, 'node_modules/@types');
  const options = {
    strict: true,
    target: 'ES2022',
    module: 'NodeNext',
    skipLibCheck,
    typeRoots: [types],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
  tool(folder, 'tsc', '--pretty', 'false');
}

/** Is a source younger than the build? */
function isStale(): boolean {
  const built = join(root, 'dist/cli.js'); // written last
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((path) =>
    join('src', path),
  );
  const inputs = [
    ...sources,
    'package.json',
    'tsup.config.ts',
    'tsup.programs.config.ts',
    'browserFiles.config.ts',
    'pureClasses.config.ts',
  ].map((path) => modified(join(root, path)));
  return !existsSync(built) || modified(built) < Math.max(...inputs);
}

function modified(path: string): number {
  return statSync(path).mtimeMs;
}
