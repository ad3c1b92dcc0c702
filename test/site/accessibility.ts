import axe from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** What axe finds wrong on a page as it is now, as `rule: element`, outside of what the selectors `exclude` find. */
export async function violationsOf(page: Page, exclude: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async (excluded) => (await window.axe.run({ exclude: excluded }, { resultTypes: ['violations'] })).violations,
    exclude.map((selector) => [selector]),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
}
