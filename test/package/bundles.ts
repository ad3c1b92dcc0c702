import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { writeSlices } from './slices';
import { root, run } from './workspace';

/** A bundler as users install and call it for production, without settings. */
export interface Bundler {
  /** What `npm install` gets. */
  readonly packages: readonly string[];
  /** Program and arguments, in a folder with `index.html` and `src/index.js`; the bundle goes to `dist`. */
  readonly command: readonly [program: string, ...args: string[]];
  /** How the page loads the bundle, for bundlers that write no `index.html`. */
  readonly script?: string;
}

const asModule = '<script type="module" src="index.js"></script>';
const toDist = ['--bundle', '--minify', '--format=esm', '--outdir=dist'];

export const bundlers = {
  esbuild: {
    packages: ['esbuild@0.27'],
    command: ['esbuild', 'src/index.js', 'src/worker.js', ...toDist],
    script: asModule,
  },
  'esbuild --splitting': {
    packages: ['esbuild@0.27'],
    command: ['esbuild', 'src/index.js', 'src/worker.js', ...toDist, '--splitting'],
    script: asModule,
  },
  Vite: { packages: ['vite@8'], command: ['vite', 'build'] },
  webpack: {
    packages: ['webpack@5', 'webpack-cli@6'],
    command: ['webpack', '--mode', 'production'],
    script: '<script src="main.js"></script>',
  },
} satisfies Record<string, Bundler>;

/** Without the icon, or a browser asks for one. */
const head = '<!doctype html><link rel="icon" href="data:,">';

/** A page that is ready to be served. */
export interface BuiltPage {
  /** Folder with `index.html`. */
  readonly folder: string;
  /** Sum of the Hounsfield units of its slice. */
  readonly sumOfHu: number;
}

/** Bundles the page and the worker of `pages/` with an installed msa-unet. */
export async function bundleIn(workspace: string, name: keyof typeof bundlers): Promise<BuiltPage> {
  const { packages, command, script }: Bundler = bundlers[name];
  const [program, ...args] = command;
  const folder = join(workspace, 'pages', name.replace(' --', '-'));
  cpSync(join(root, 'test/package/pages'), join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), `${head}<script type="module" src="/src/index.js"></script>`);
  run(workspace, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...packages);
  run(folder, join(workspace, 'node_modules/.bin', program), ...args);
  return finish(join(folder, 'dist'), script);
}

/** Writes the page of `pages/` for an import map, with the packages of the workspace as a server would host them. */
export async function importMapIn(workspace: string): Promise<BuiltPage> {
  const folder = join(workspace, 'pages/import-map');
  cpSync(join(root, 'test/package/pages'), folder, { recursive: true });
  for (const file of ['msa-unet/dist', '@tensorflow/tfjs/dist/tf.fesm.min.js'])
    cpSync(join(workspace, 'node_modules', file), join(folder, file), { recursive: true });
  const imports = {
    '@tensorflow/tfjs': './@tensorflow/tfjs/dist/tf.fesm.min.js',
    'msa-unet': './msa-unet/dist/msa-unet.browser.js',
    'msa-unet/browser': './msa-unet/dist/msa-unet.browser.js',
  };
  return finish(folder, `<script type="importmap">${JSON.stringify({ imports })}</script>${asModule}`);
}

async function finish(folder: string, script: string | undefined): Promise<BuiltPage> {
  mkdirSync(folder, { recursive: true });
  if (script) writeFileSync(join(folder, 'index.html'), `${head}${script}`);
  const { data } = await writeSlices(folder);
  return { folder, sumOfHu: Array.from(data).reduce((sum, hu) => sum + hu, 0) };
}
