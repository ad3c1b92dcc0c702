import { readFileSync } from 'node:fs';

import { root } from './addresses';

interface PackageJson {
  readonly version: string;
  readonly description: string;
  readonly repository?: string | { readonly url: string };
}

const { version, description, repository }: PackageJson = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const { DOCS_URL, GITHUB_REPOSITORY, GITHUB_SERVER_URL } = process.env;

/** What the site says about the project. */
export const project = {
  version,
  description,
  /** Where the repository is on the web: what package.json says, or GitHub in its workflows; `null` if unknown. */
  repository: repositoryUrl(),
  /** Where the site will be, with a slash at the end; `null` if unknown. `DOCS_URL` names it. */
  url: DOCS_URL ? DOCS_URL.replace(/\/*$/, '/') : null,
} as const;

/** The page of a file of the repository on the web; `null` if the repository is nowhere. */
export const fileOnWeb = (file: string): string | null =>
  project.repository && `${project.repository}/blob/main/${file}`;

function repositoryUrl(): string | null {
  const stated = typeof repository === 'string' ? repository : repository?.url;
  if (stated) return stated.replace(/^git\+/, '').replace(/\.git$/, '');
  return GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : null;
}
