import { createMarkdownRenderer } from 'vitepress';
import { expect, test } from 'vitest';

import { blocksOf, publicPages } from '../support/pages';

const site = await createMarkdownRenderer('docs');
const blocks = publicPages().flatMap((page) => blocksOf(page));
const fences = [...new Set(blocks.map(({ fence }) => fence))];

/** The class of the highlighted block of a fence. */
const languageOf = (fence: string) =>
  /<div class="(language-\w*)/.exec(site.render(`\`\`\`${fence}\nconst x = 1;\n\`\`\`\n`))?.[1];

test.each(fences)('the site highlights the code of ```%s by its first word', (fence) => {
  expect(languageOf(fence)).toBe(`language-${fence.split(' ')[0]}`);
});

test('the site shows code whose reason not to run is given, without the reason', () => {
  const page = site.render("```ts no-run: needs a browser\nconst x = 'a';\n```\n");
  expect(page).toContain('shiki');
  expect(page).not.toContain('needs a browser');
});
