import { fileURLToPath } from 'node:url';

import { defineConfig, type HeadConfig } from 'vitepress';

import { inlineFigures } from '../figures/inlineFigures';
import { fileOf, linkTo } from './addresses';
import { browserModules } from './browserModules';
import { writeExampleZips } from './exampleZips';
import { writeLlms } from './llms';
import { requireListed } from './orphans';
import { pages } from './pages';
import { fileOnWeb, project } from './project';
import { repositoryLinks } from './repositoryLinks';
import { sidebar } from './sidebar';

const { description, repository, url, latest, versionName, otherVersions } = project;
const base = url ? new URL(url).pathname : '/';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  ...{ title: 'msa-unet', description, lang: 'en', base, outDir: 'dist', srcExclude: ['public/**'] },
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}logo.svg` }],
    ['meta', { name: 'theme-color', content: '#13807a' }],
    ...(latest ? [['meta', { name: 'robots', content: 'noindex' }] satisfies HeadConfig] : []),
  ],
  ...(url && { sitemap: { hostname: url } }),
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => void md.use(repositoryLinks).use(inlineFigures, { base }),
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Guides', link: linkTo(pages[0]!), activeMatch: '^/(?!api/|results/|$)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Results', link: '/results/', activeMatch: '^/results/' },
      {
        text: versionName,
        items: [
          ...otherVersions.map(({ name, url }) => ({ text: name, link: url, target: '_self', noIcon: true })),
          { text: 'Changelog', link: '/changelog' },
          { text: 'Releases on npm', link: 'https://www.npmjs.com/package/msa-unet?activeTab=versions' },
        ],
      },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local', options: { translations: { button: { buttonAriaLabel: '' } } } }, // named by its text
    ...(repository && {
      socialLinks: [{ icon: 'github', link: repository }],
      editLink: { text: 'Edit this page', pattern: ({ filePath }) => fileOnWeb(fileOf(filePath))! },
    }),
    ...{ latest, versionName }, // for OtherVersion.vue
    footer: { message: 'For research only. Not a medical device.', copyright: 'Apache-2.0' },
  },
  vite: {
    resolve: {
      alias: [
        { find: /^.*\/VPHome\.vue$/, replacement: here('theme/LandingPage.vue') }, // VitePress's has no <main>
        { find: /^msa-unet\/browser$/, replacement: here('../../src/browser/index.ts') },
        { find: /^msa-unet\/dicom$/, replacement: here('../../src/dicom/index.ts') },
        { find: /^msa-unet$/, replacement: here('../../src/index.ts') },
      ],
    },
    worker: { format: 'es', plugins: () => [browserModules()] },
    build: { target: 'es2022', chunkSizeWarningLimit: 3000 }, // the worker holds TensorFlow.js
  },
  buildEnd: async ({ outDir, pages: built }) => {
    requireListed(built);
    writeLlms(outDir);
    await writeExampleZips(outDir);
  },
});
