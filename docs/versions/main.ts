// Builds the site of every release and of the working tree into docs/dist. DOCS_URL says where it will be.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../.vitepress/addresses';
import { buildVersions } from './buildVersions';
import { type SiteVersion, siteVersions } from './siteVersions';

const run = (cwd: string, env: Record<string, string>, program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** Whether the site of a tag can be built in a folder: releases before 0.2 cannot. */
const knowsVersions = (tag: string) => git('ls-tree', '--name-only', tag, 'docs/versions/siteVersions.ts') !== '';

const clones = mkdtempSync(join(tmpdir(), 'msa-unet-'));

function build({ tag }: SiteVersion, env: Record<string, string>): string {
  if (tag === null) {
    run(root, env, 'npm', 'run', 'docs');
    return join(root, 'docs/dist');
  }
  const clone = join(clones, tag);
  run(root, {}, 'git', 'clone', '--quiet', '--depth=1', `--branch=${tag}`, `file://${root}`, clone);
  run(clone, {}, 'npm', 'ci');
  run(clone, env, 'npm', 'run', 'docs');
  return join(clone, 'docs/dist');
}

const { DOCS_URL } = process.env;
if (!DOCS_URL) throw new Error('set DOCS_URL to where the site will be, such as https://example.org/msa-unet/');
const tags = git('tag', '--list').split('\n').filter(Boolean);
const versions = siteVersions(tags.filter(knowsVersions));
buildVersions(versions, { url: DOCS_URL.replace(/\/*$/, '/'), folder: join(root, 'docs/dist'), build });
rmSync(clones, { recursive: true });
console.log(`docs/dist: ${versions.map(({ name, path }) => `${name} in /${path}`).join(', ')}`);
