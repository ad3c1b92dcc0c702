import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import type { Page } from 'playwright-core';

const axe = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

/** Waits until an element says what it should; fails with what it and the page's error say instead. */
export async function says(page: Page, selector: string, pattern: RegExp): Promise<void> {
  const wait = page.waitForFunction(
    ({ selector, source }) => new RegExp(source).test(document.querySelector(selector)?.textContent ?? ''),
    { selector, source: pattern.source },
    { timeout: 120_000, polling: 100 },
  );
  await wait.catch(async () => {
    const texts = await page.locator(`${selector}, [role="alert"]`).allTextContents();
    assert.fail(`${selector} does not say ${pattern}, but: ${texts.join(' | ')}`);
  });
}

/** Lists what axe finds inaccessible in the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { axe } = window as object as { axe: { run(): Promise<{ violations: { id: string; help: string }[] }> } };
    return (await axe.run()).violations.map(({ id, help }) => `${id}: ${help}`);
  });
}
