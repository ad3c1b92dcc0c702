import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { siteVersions } from '../../docs/versions/siteVersions';
import { versionFaults } from './versions';

const url = 'https://example.org/docs/';
const versions = siteVersions(['v1.0.0', 'v1.1.0']);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-unet-versions-'));
  put('versions.json', JSON.stringify(versions, null, 2));
  for (const { path } of versions) {
    put(`${path}index.html`, `${menu(path)} <a href="/docs/${path}guide.html">Guide</a>`);
    put(`${path}guide.html`, menu(path));
    put(`${path}404.html`, '');
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Links to all versions but one. */
const menu = (own: string) =>
  versions.map(({ path }) => (path === own ? '' : `<a href="${url}${path}">Version</a>`)).join(' ');

const faults = () => versionFaults(folder, versions, url);

describe('the check of versions', () => {
  it('finds nothing where all versions link to each other', () => {
    expect(faults()).toEqual([]);
  });

  it('finds a page without a link to another version', () => {
    put('next/guide.html', menu(''));
    expect(faults()).toEqual(['next: guide.html has no link to 1.1.0']);
  });

  it('finds a version that is not there', () => {
    rmSync(join(folder, 'v1.0/index.html'));
    expect(faults()).toContain('1.1.0: guide.html: https://example.org/docs/v1.0/ leads nowhere');
  });

  it('finds a link within a version that leaves its folder', () => {
    put('v1.0/guide.html', `${menu('v1.0/')} <a href="/docs/guide.html">Guide</a>`);
    expect(faults()).toEqual(['1.0.0: guide.html: /docs/guide.html: there is no ../guide.html']);
  });

  it('finds a list of other versions', () => {
    put('versions.json', '[]');
    expect(faults()).toEqual(['versions.json: []']);
  });
});
