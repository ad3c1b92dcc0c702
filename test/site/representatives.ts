import type { BuiltSite } from './builtSite';

/** One page of the API of each kind. */
export const samples: readonly string[] = [
  'api/index.html',
  'api/models/buildMsaUnet.html',
  'api/layers/MSRB.html',
  'api/losses/Loss.html',
  'api/data-sets/CtDataSet.html',
  'api/node/index.html',
];

/**
 * The pages that stand for all: every guide, the {@link samples}, and of each folder of the API its overview and its
 * longest page, which holds the most of what can be too wide or fail.
 */
export function representatives({ pages }: BuiltSite): string[] {
  const longest = new Map<string, string>();
  const others: string[] = [];
  for (const [path, html] of pages) {
    const [, folder] = /^(api\/.*)\/(?!index\.html$)/.exec(path) ?? [];
    if (folder === undefined || samples.includes(path)) others.push(path);
    else if (html.length > (pages.get(longest.get(folder) ?? '')?.length ?? 0)) longest.set(folder, path);
  }
  return [...others, ...longest.values()];
}
