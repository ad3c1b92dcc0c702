import type { Page } from 'playwright-core';

/** Waits until the network of the landing page has segmented a slice. @returns what is wrong with that; empty if nothing */
export async function checkDemo(page: Page): Promise<string> {
  const first = await diceAfter(page, 'not yet segmented');
  const label = await labelOf(page);
  await page.getByRole('button', { name: 'Another patient' }).click();
  const second = await diceAfter(page, label);
  return [first, second].every((dice) => dice > 0.8) ? '' : `the Dice coefficients are ${first} and ${second}`;
}

const labelOf = async (page: Page) => (await page.locator('.phantom-demo canvas').getAttribute('aria-label')) ?? '';

async function diceAfter(page: Page, label: string): Promise<number> {
  const canvas = page.locator('.phantom-demo canvas');
  await canvas.scrollIntoViewIfNeeded();
  await page.waitForFunction(
    (before) => !document.querySelector('.phantom-demo canvas')?.ariaLabel?.includes(before),
    label,
    { timeout: 60_000 },
  );
  return Number(/[\d.]+$/.exec(await labelOf(page))?.[0]);
}
