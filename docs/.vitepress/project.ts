import { readFileSync } from 'node:fs';
import type { SiteVersion } from '../versions/siteVersions';
import { root } from './addresses';

interface PackageJson {
  readonly version: string;
  readonly description: string;
  readonly repository?: string | { readonly url: string };
}

const { version, description, repository }: PackageJson = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const { DOCS_URL, DOCS_VERSION = '', DOCS_VERSIONS, GITHUB_REPOSITORY, GITHUB_SERVER_URL } = process.env;

/** Where all versions of the site will be, with a slash at the end; `null` if unknown. `DOCS_URL` names it. */
const rootUrl = DOCS_URL ? DOCS_URL.replace(/\/*$/, '/') : null;
/** All versions of the site, from the file that `DOCS_VERSIONS` names; none if this one is built alone. */
const versions: readonly SiteVersion[] = DOCS_VERSIONS ? JSON.parse(readFileSync(DOCS_VERSIONS, 'utf8')) : [];
/** The one that is built, which `DOCS_VERSION` names. */
const current = versions.find(({ name }) => name === DOCS_VERSION) ?? null;

/** What the site says about the project. */
export const project = {
  version,
  description,
  /** Where the repository is on the web: what package.json says, or GitHub in its workflows; `null` if unknown. */
  repository: repositoryUrl(),
  /** Where this version of the site will be, with a slash at the end; `null` if unknown. */
  url: rootUrl && rootUrl + (current?.path ?? ''),
  /** Where its latest release is, if this is another version; else `null`. */
  latest: current?.path ? rootUrl : null,
  /** Name of this version in the menu. */
  versionName: current?.name ?? version,
  /** The other versions of the site, and where they are. */
  otherVersions: versions
    .filter((other) => other !== current)
    .map(({ name, path }) => ({ name, url: `${rootUrl}${path}` })),
} as const;

/** The page of a file of the repository on the web; `null` if the repository is nowhere. */
export const fileOnWeb = (file: string): string | null =>
  project.repository && `${project.repository}/blob/main/${file}`;

function repositoryUrl(): string | null {
  const stated = typeof repository === 'string' ? repository : repository?.url;
  if (stated) return stated.replace(/^git\+/, '').replace(/\.git$/, '');
  return GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : null;
}
