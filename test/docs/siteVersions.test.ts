import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type BuildVersion, buildVersions } from '../../docs/versions/buildVersions';
import { siteVersions } from '../../docs/versions/siteVersions';

describe('the versions of the site', () => {
  it('are the working tree alone before the first release', () => {
    expect(siteVersions(['v1.0.0-beta.1', 'draft'])).toEqual([{ name: 'next', path: '', tag: null }]);
  });

  it('are the last release of each minor version, the latest at the root, and the working tree', () => {
    const tags = ['v0.1.0', 'v0.10.0', 'v0.2.0', 'v0.2.10', 'v0.2.9', 'v0.11.0-rc.1', 'msa-unet@9.0.0'];
    expect(siteVersions(tags)).toEqual([
      { name: '0.10.0', path: '', tag: 'v0.10.0' },
      { name: '0.2.10', path: 'v0.2/', tag: 'v0.2.10' },
      { name: '0.1.0', path: 'v0.1/', tag: 'v0.1.0' },
      { name: 'next', path: 'next/', tag: null },
    ]);
  });

  it('are ordered across major versions', () => {
    expect(siteVersions(['v1.0.3', 'v2.0.0', 'v1.9.0']).map(({ path }) => path)).toEqual([
      '',
      'v1.9/',
      'v1.0/',
      'next/',
    ]);
  });
});

describe('the site of all versions', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'versions-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const versions = siteVersions(['v0.1.0', 'v0.2.0']);

  it('has each version in its folder, and the list that each was built with', () => {
    const urls = new Set<string>();
    const build: BuildVersion = ({ name }, env) => {
      urls.add(env.DOCS_URL!);
      const built = join(folder, `built-${name}`);
      mkdirSync(join(built, 'api'), { recursive: true });
      writeFileSync(
        join(built, 'api/index.html'),
        `${name} = ${env.DOCS_VERSION} of ${readFileSync(env.DOCS_VERSIONS!)}`,
      );
      return built;
    };
    const site = join(folder, 'site');
    mkdirSync(site);
    writeFileSync(join(site, 'stale.html'), '');
    buildVersions(versions, { url: 'https://example.org/docs/', folder: site, build });
    const list = readFileSync(join(site, 'versions.json'), 'utf8');
    expect(JSON.parse(list)).toEqual(versions);
    expect(readdirSync(site).sort()).toEqual(['api', 'next', 'v0.1', 'versions.json']);
    for (const { name, path } of versions)
      expect(readFileSync(join(site, path, 'api/index.html'), 'utf8')).toBe(`${name} = ${name} of ${list}`);
    expect([...urls]).toEqual(['https://example.org/docs/']);
  });

  it('stays what it was if a version cannot be built', () => {
    const build = () => {
      throw new Error('broken');
    };
    writeFileSync(join(folder, 'index.html'), '');
    expect(() => buildVersions(versions, { url: 'https://example.org/', folder, build })).toThrow('broken');
    expect(readdirSync(folder)).toEqual(['index.html']);
  });
});
