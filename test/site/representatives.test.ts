import { expect, it } from 'vitest';

import { representatives } from './representatives';

it('all guides, and the overview and the longest page of each folder of the API stand for the site', () => {
  const pages = {
    'index.html': '',
    'guide.html': '<p>Guide</p>',
    'api/index.html': '',
    'api/layers/index.html': '<p>Layers, a long page</p>',
    'api/layers/A.html': '<p>A</p>',
    'api/layers/B.html': '<p>The longest</p>',
    'api/losses/C.html': '<p>C</p>',
  };
  expect(representatives({ pages: new Map(Object.entries(pages)), files: new Set() })).toEqual([
    'index.html',
    'guide.html',
    'api/index.html',
    'api/layers/index.html',
    'api/layers/B.html',
    'api/losses/C.html',
  ]);
});
