import { fileOf } from './addresses';
import { pages } from './pages';

/**
 * Requires every page of the site that somebody wrote to be in `pages.ts`, but the landing page.
 *
 * @param built paths of the pages, from `docs`: `training.md`
 */
export function requireListed(built: readonly string[]): void {
  const written = built.filter((page) => page !== 'index.md' && !page.startsWith('api/')).map(fileOf);
  const orphans = written.filter((file) => !pages.some((page) => page.file === file));
  if (orphans.length > 0) throw new Error(`add to docs/.vitepress/pages.ts, or delete: ${orphans.join(', ')}`);
}
