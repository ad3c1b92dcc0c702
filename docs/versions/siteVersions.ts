/** A version of the site, as `versions.json` lists it. */
export interface SiteVersion {
  /** What the menu says: `0.2.1`, or `next` for the main branch. */
  readonly name: string;
  /** Its folder below the root of the site, with a slash at the end; empty for the latest release. */
  readonly path: string;
  /** Tag that it is built from; `null`: the working tree. */
  readonly tag: string | null;
}

/**
 * Chooses what to publish: the latest release at the root, the last release of each earlier minor version in a folder such as
 * `v0.1/`, and the working tree in `next/`. Before the first release, the working tree is at the root.
 *
 * @param tags tags of the repository in any order; those of pre-releases and other tags are ignored
 */
export function siteVersions(tags: readonly string[]): SiteVersion[] {
  const releases = tags.flatMap((tag) => {
    const [, ...numbers] = /^v(\d+)\.(\d+)\.(\d+)$/.exec(tag) ?? [];
    return numbers.length === 3 ? { tag, numbers: numbers.map(Number) } : [];
  });
  releases.sort((a, b) => compare(b.numbers, a.numbers));
  const minor = ({ numbers: [major, minor] }: (typeof releases)[number]) => `v${major}.${minor}/`;
  const last = releases.filter((release, i) => i === 0 || minor(release) !== minor(releases[i - 1]!));
  const released = last.map((release, i) => ({
    name: release.tag.slice(1),
    path: i === 0 ? '' : minor(release),
    tag: release.tag,
  }));
  return [...released, { name: 'next', path: released.length > 0 ? 'next/' : '', tag: null }];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((number, i) => number !== b[i]);
  return differing === -1 ? 0 : a[differing]! - b[differing]!;
}
