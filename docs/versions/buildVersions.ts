import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SiteVersion } from './siteVersions';

/** Builds one version with these environment variables. Returns the folder of the built site. */
export type BuildVersion = (version: SiteVersion, env: Record<string, string>) => string;

/**
 * Builds versions of the site into one folder that a static server can serve, with a menu between them, and lists them in
 * `versions.json`.
 *
 * @param url where the folder will be on the web
 */
export function buildVersions(
  versions: readonly SiteVersion[],
  { url, folder, build }: { url: string; folder: string; build: BuildVersion },
): void {
  const temporary = mkdtempSync(join(tmpdir(), 'msa-unet-docs-'));
  try {
    const list = join(temporary, 'versions.json');
    writeFileSync(list, `${JSON.stringify(versions, null, 2)}\n`);
    const site = join(temporary, 'site');
    for (const version of versions) {
      const built = build(version, { DOCS_URL: url, DOCS_VERSION: version.name, DOCS_VERSIONS: list });
      mkdirSync(join(site, version.path), { recursive: true });
      cpSync(built, join(site, version.path), { recursive: true });
    }
    cpSync(list, join(site, 'versions.json'));
    rmSync(folder, { recursive: true, force: true });
    cpSync(site, folder, { recursive: true });
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
