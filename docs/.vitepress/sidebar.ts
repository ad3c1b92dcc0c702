import { existsSync, readFileSync } from 'node:fs';

import type { DefaultTheme } from 'vitepress';

import { linkTo, root } from './addresses';
import { pageGroups } from './pages';

/** Guides have one sidebar, the API another. */
export function sidebar(): DefaultTheme.SidebarMulti {
  return {
    '/api/': [{ text: 'msa-unet', link: '/api/' }, ...apiItems()],
    '/': pageGroups.map(({ title, pages }) => ({
      text: title,
      items: pages.map((page) => ({ text: page.title, link: linkTo(page) })),
    })),
  };
}

/** What `npm run docs:api` has written. */
function apiItems(): DefaultTheme.SidebarItem[] {
  const file = `${root}docs/api/typedoc-sidebar.json`;
  if (!existsSync(file)) throw new Error('the site needs docs/api: run `npm run docs:api` first');
  return JSON.parse(readFileSync(file, 'utf8'));
}
